import { redact } from './redact.ts';

/** Where the process writes what an operator should read. Every line is redacted. */
export interface Log {
  info(message: string): void;
  warn(message: string): void;
  error(message: string, cause?: unknown): void;
}

const LONGEST_LINE = 4000;

/** A log over two writers; a message is always one line, so that foreign text cannot forge another. */
export function createLog(writeOut: (text: string) => void, writeError: (text: string) => void): Log {
  return {
    info: (message) => writeOut(`${toLine(message)}\n`),
    warn: (message) => writeError(`${toLine(message)}\n`),
    error: (message, cause) => writeError(`${toLine(message)}\n${describeCause(cause)}`),
  };
}

/** The process's own log: information on stdout, problems on stderr. */
export const log: Log = createLog(
  (text) => process.stdout.write(text),
  (text) => process.stderr.write(text),
);

/** The words of an unknown thrown value, without its stack. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function toLine(text: string): string {
  return hideControls(redact(text).replaceAll(/\r?\n/g, ' ')).slice(0, LONGEST_LINE);
}

function describeCause(cause: unknown): string {
  if (cause === undefined) return '';
  const text = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  const lines = redact(text).split('\n').slice(0, 12);
  return lines.map((line) => `  ${hideControls(line).slice(0, LONGEST_LINE)}\n`).join('');
}

/** Control characters could move the cursor or recolour the terminal of whoever reads the log. */
function hideControls(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, (character) => (character === '\t' ? ' ' : '�'));
}
