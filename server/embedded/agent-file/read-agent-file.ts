import { setImmediate as pause } from 'node:timers/promises';
import type { z } from 'zod';
import { badRequest, type LettaError } from '#server/embedded/letta-error.ts';
import { issuesOf } from '#server/embedded/routes/parse-request.ts';
import { type AgentFile, type AgentFileMessage, agentFileMessage, agentFileSchema } from './agent-file-schema.ts';
import { importFailed } from './import-failed.ts';
import { isNestedDeeper } from './is-nested-deeper.ts';

const MAX_DEPTH = 64;
const MOST_ISSUES = 20;
const MESSAGES_AT_ONCE = 500;

/**
 * Reads an agent file. Throws the original's 400s: for what is no JSON, for the form before 2025, and for fields that are
 * missing or wrong. Long files are read in turns with other work, except for the one call that parses the JSON.
 */
export async function readAgentFile(bytes: ArrayBuffer): Promise<AgentFile> {
  const value = await parseFile(bytes);
  if (typeof value !== 'object' || value === null || !('agents' in value) || !Array.isArray(value.agents)) {
    throw badRequest(
      "Legacy AgentSchema format is deprecated. Please use the new AgentFileSchema format with 'agents' field.",
    );
  }
  const result = agentFileSchema.safeParse(value);
  if (!result.success) throw invalidFile(result.error, value, []);
  const { agents, blocks, tools } = result.data;
  if (agents.length === 0) throw importFailed('The file holds no agent.');
  refuseTwins('agent', agents);
  refuseTwins('block', blocks);
  refuseTwins('tool', tools);
  const checked: AgentFile = { agents: [], blocks, tools };
  for (const [index, fields] of agents.entries()) {
    const messages = await checkMessages(fields.messages, ['agents', String(index)]);
    checked.agents.push({ fields, messages });
  }
  return checked;
}

async function parseFile(bytes: ArrayBuffer): Promise<unknown> {
  const value = await parseText(decode(bytes));
  // Clients have been seen to send the file as a JSON text of its JSON.
  return typeof value === 'string' ? await parseText(value) : value;
}

async function parseText(text: string): Promise<unknown> {
  if (await isNestedDeeper(text, MAX_DEPTH)) throw importFailed(`The file is nested deeper than ${MAX_DEPTH} levels.`);
  try {
    return JSON.parse(text);
  } catch {
    throw corrupted();
  }
}

function decode(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw corrupted();
  }
}

function corrupted(): LettaError {
  return badRequest('Corrupted agent file format.');
}

async function checkMessages(messages: unknown[], place: string[]): Promise<AgentFileMessage[]> {
  const checked: AgentFileMessage[] = [];
  for (const [index, message] of messages.entries()) {
    if (index % MESSAGES_AT_ONCE === MESSAGES_AT_ONCE - 1) await pause();
    const result = agentFileMessage.safeParse(message);
    if (!result.success) throw invalidFile(result.error, message, [...place, 'messages', String(index)]);
    checked.push(result.data);
  }
  refuseTwins('message', checked);
  return checked;
}

function refuseTwins(kind: string, things: { id: string }[]): void {
  const seen = new Set<string>();
  for (const { id } of things) {
    if (seen.has(id)) throw importFailed(`The file has two ${kind}s with the id '${id}'.`);
    seen.add(id);
  }
}

/** 400 with the places that are wrong, as the original's validator lists them, but without the values. */
function invalidFile(error: z.ZodError, value: unknown, place: string[]): LettaError {
  const issues = issuesOf(error, value, place);
  const count = `${issues.length} validation error${issues.length === 1 ? '' : 's'}`;
  const lines = issues.slice(0, MOST_ISSUES).map(({ loc, msg, type }) => `${loc.join('.')}\n  ${msg} [type=${type}]`);
  return badRequest([`${count} for AgentFileSchema`, ...lines].join('\n'));
}
