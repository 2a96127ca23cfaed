import { once } from 'node:events';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import { LARGEST_ANSWER, TOO_LARGE } from './guarded-fetch.ts';
import { McpFailure } from './mcp-failure.ts';
import { type McpChild, startChild } from './start-child.ts';

const SHOWN_ERROR = 2000;
const DRAIN_MS = 250;

/** A transport that runs a program and speaks with it in lines of JSON. */
export interface StdioTransport extends Transport {
  /** What went wrong, with what the program wrote to its error output. */
  explain(sentence: string): string;
}

/**
 * The transport for a program of this machine. The SDK's own neither ends what the program started nor limits what it
 * writes. `onBroken` is told why it closed itself.
 */
export function createStdioTransport(
  target: { command: string; args: string[]; env: Record<string, string> },
  onBroken: (failure: McpFailure) => void,
): StdioTransport {
  let child: McpChild | null = null;
  let hasClosed = false;
  const explain = (sentence: string) => {
    const text = child?.errorText() ?? '';
    return text ? `${sentence} It wrote: ${text.slice(-SHOWN_ERROR)}` : sentence;
  };
  const close = async () => {
    if (hasClosed) return;
    hasClosed = true;
    await child?.kill();
    transport.onclose?.();
  };
  const fail = (sentence: string) => {
    onBroken(new McpFailure('broken', explain(sentence)));
    void close();
  };
  const transport: StdioTransport = {
    explain,
    close,
    async start() {
      child = startChild(target);
      const { process } = child;
      await once(process, 'spawn').catch((error: unknown) => {
        throw new McpFailure('unreachable', describeStart(target.command, error), error);
      });
      const onEnd = () => {
        const { signalCode, exitCode } = process;
        if (!hasClosed) fail(`The program of the MCP server has ended (${signalCode ?? `exit code ${exitCode}`}).`);
      };
      process.once('close', onEnd);
      // What it has started may keep its output open.
      process.once('exit', () => setTimeout(onEnd, DRAIN_MS).unref());
      readLines(process.stdout, { onLine: receive, onTooLong: () => fail(TOO_LARGE) });
    },
    async send(message) {
      if (hasClosed || !child?.isAlive()) throw new McpFailure('not-sent', 'The program of the MCP server has ended.');
      const { stdin } = child.process;
      if (!stdin.write(`${JSON.stringify(message)}\n`))
        await Promise.race([once(stdin, 'drain'), once(stdin, 'close')]);
    },
  };
  // Programs also print lines that are no messages.
  const receive = (line: string) => {
    try {
      const message: JSONRPCMessage = JSON.parse(line);
      transport.onmessage?.(message);
    } catch {
      transport.onerror?.(new Error('A line that is no message'));
    }
  };
  return transport;
}

function readLines(
  stream: NodeJS.ReadableStream,
  { onLine, onTooLong }: { onLine(line: string): void; onTooLong(): void },
): void {
  let pieces: Buffer[] = [];
  let size = 0;
  stream.on('data', (chunk: Buffer) => {
    let rest = chunk;
    for (let end = rest.indexOf(10); end !== -1; end = rest.indexOf(10)) {
      const line = Buffer.concat([...pieces, rest.subarray(0, end)]).toString('utf8');
      rest = rest.subarray(end + 1);
      pieces = [];
      size = 0;
      if (line.trim()) onLine(line);
    }
    if (rest.length > 0) pieces.push(rest);
    size += rest.length;
    if (size <= LARGEST_ANSWER) return;
    pieces = [];
    size = 0;
    onTooLong();
  });
}

function describeStart(command: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ENOENT') return `There is no program ${command} on this machine. Check the command and its path.`;
  if (code === 'EACCES') return `The program ${command} may not be run. Check its permissions.`;
  return `The program ${command} could not be started: ${error instanceof Error ? error.message : String(error)}`;
}
