import type { Readable } from 'node:stream';
import { z } from 'zod';
import { StartError } from './start-error.ts';

const secretsSchema = z.record(z.string(), z.string());
const LONGEST_LINE = 64 * 1024;
const WAIT_MS = 5_000;

/** Reads one line of JSON, `{"OPENAI_API_KEY": "…"}`, from standard input and closes it. Throws `StartError` when none arrives within 5 s. */
export async function readSecretsLine(input: Readable = process.stdin): Promise<Record<string, string>> {
  const line = await readLine(input);
  input.destroy();
  try {
    return secretsSchema.parse(JSON.parse(line || '{}'));
  } catch {
    // The parser's own message quotes the text, and the text holds keys.
    throw unreadable('The keys on standard input are not one line of JSON.');
  }
}

async function readLine(input: Readable): Promise<string> {
  const timer = setTimeout(() => input.destroy(unreadable('No keys arrived on standard input.')), WAIT_MS);
  let text = '';
  try {
    for await (const chunk of input.setEncoding('utf8')) {
      text += chunk;
      if (text.includes('\n') || text.length > LONGEST_LINE) break;
    }
  } finally {
    clearTimeout(timer);
  }
  return text.split('\n', 1)[0]?.trim() ?? '';
}

function unreadable(message: string): StartError {
  return new StartError(message, 'Start with npm start, or without ADE_SECRETS and with the keys in the environment.');
}
