import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import type { FetchLike, Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { CallToolResult, Tool } from '@modelcontextprotocol/sdk/types.js';
import { explainMcpError } from './explain-mcp-error.ts';
import type { GuardedFetch } from './guarded-fetch.ts';
import { McpFailure } from './mcp-failure.ts';
import type { McpTarget } from './resolve-target.ts';
import { createStdioTransport } from './stdio-transport.ts';
import type { StoredLogin } from './stored-login.ts';
import { waitAtMost } from './wait-at-most.ts';

export type McpTool = Tool;
export type McpCallResult = CallToolResult;

/** How long an MCP server may take, in milliseconds. */
export interface McpLimits {
  connect: number;
  list: number;
  call: number;
}

/** An open connection to an MCP server. Every method throws `McpFailure`. */
export interface McpConnection {
  isOpen(): boolean;
  listTools(signal?: AbortSignal): Promise<McpTool[]>;
  callTool(call: { name: string; args: Record<string, unknown> }, signal?: AbortSignal): Promise<McpCallResult>;
  close(): Promise<void>;
}

export interface ConnectionOptions {
  web: GuardedFetch;
  limits: McpLimits;
  /** The login of the server, where it has one. */
  login?: StoredLogin | undefined;
  /** Ends the connecting. */
  signal: AbortSignal;
}

const MOST_TOOLS = 1000;
const CLIENT = { name: 'letta-ade', version: '1.0.0' };

/** Connects to an MCP server within the limit. Nothing of it is left when that fails. Throws `McpFailure`. */
export async function openConnection(target: McpTarget, options: ConnectionOptions): Promise<McpConnection> {
  // Loaded with the first MCP server: the SDK brings much that a server without any does not need.
  const { Client } = await import('@modelcontextprotocol/sdk/client/index.js');
  const { CallToolResultSchema, ListToolsResultSchema } = await import('@modelcontextprotocol/sdk/types.js');
  const { limits } = options;
  const broken = new AbortController();
  const onBroken = (failure: McpFailure) => broken.abort(failure);
  const client: Client = new Client(CLIENT, { capabilities: {} });
  const { transport, explain } = await createTransport(target, { ...options, onBroken });
  const close = async () => {
    broken.abort(new McpFailure('broken', 'The connection to the MCP server was closed.'));
    await Promise.allSettled([client.close(), transport.close()]);
  };
  client.onerror = (error) => {
    // The event source would connect again by itself, and the answer that is waited for would never come.
    if (error.constructor.name === 'SseError') onBroken(explainMcpError(error, target));
  };
  broken.signal.addEventListener('abort', () => void transport.close().catch(() => undefined));

  /** One request, ended by its limit, by `signal`, or by what breaks the connection. */
  const ask = async <T>(
    what: string,
    request: Asked<T>,
    { ms, signal }: { ms: number; signal?: AbortSignal | undefined },
  ) => {
    const stop = signal ? AbortSignal.any([signal, broken.signal]) : broken.signal;
    try {
      stop.throwIfAborted();
      const sentence = `The MCP server did not ${what} within ${ms / 1000} seconds.`;
      const late = () => new McpFailure('timeout', explain(sentence));
      // The SDK's own limit is the longer one, so that the sentence is ours.
      return await waitAtMost(request({ signal: stop, timeout: ms + 1000 }), { ms, late, signal: stop });
    } catch (error) {
      if (broken.signal.aborted && broken.signal.reason instanceof McpFailure && !isNotSent(error))
        throw broken.signal.reason;
      if (signal?.aborted) throw new McpFailure('cancelled', 'The call was cancelled before the MCP server answered.');
      const failure = explainMcpError(error, target);
      if (failure.kind === 'timeout') onBroken(failure);
      throw failure;
    }
  };
  try {
    await ask('let us connect', (each) => client.connect(transport, each), {
      ms: limits.connect,
      signal: options.signal,
    });
  } catch (error) {
    await close();
    throw error;
  }
  // Not before: a connection that fails is closed too, and would hide why.
  client.onclose = () => onBroken(new McpFailure('broken', 'The MCP server closed the connection.'));
  return {
    isOpen: () => !broken.signal.aborted,
    close,
    listTools: (signal) =>
      ask(
        'list its tools',
        (each) => listAll((params) => client.request({ method: 'tools/list', params }, ListToolsResultSchema, each)),
        {
          ms: limits.list,
          signal,
        },
      ),
    callTool: ({ name, args }, signal) =>
      ask(
        'answer the call',
        (each) =>
          client.request({ method: 'tools/call', params: { name, arguments: args } }, CallToolResultSchema, each),
        { ms: limits.call, signal },
      ),
  };
}

type Asked<T> = (options: { signal: AbortSignal; timeout: number }) => Promise<T>;

async function listAll(
  ask: (params: { cursor?: string }) => Promise<{ tools: Tool[]; nextCursor?: string | undefined }>,
): Promise<Tool[]> {
  const tools: Tool[] = [];
  const seen = new Set<string>();
  for (let cursor: string | undefined; tools.length < MOST_TOOLS; ) {
    const page = await ask(cursor === undefined ? {} : { cursor });
    tools.push(...page.tools);
    cursor = page.nextCursor;
    if (cursor === undefined || seen.has(cursor)) break;
    seen.add(cursor);
  }
  return tools.slice(0, MOST_TOOLS);
}

/** The transport, and a sentence about it with what its program wrote. */
async function createTransport(
  target: McpTarget,
  { web, login, onBroken }: ConnectionOptions & { onBroken(failure: McpFailure): void },
): Promise<{ transport: Transport; explain(sentence: string): string }> {
  if (target.type === 'stdio') {
    const transport = createStdioTransport(target, onBroken);
    return { transport, explain: transport.explain };
  }
  const explain = (sentence: string) => sentence;
  const url = new URL(target.url);
  const guard = (fetch: FetchLike) => login?.guard(fetch) ?? fetch;
  const shared = { requestInit: { headers: target.headers }, ...(login && { authProvider: login.provider }) };
  if (target.type === 'sse') {
    const fetch = async (to: string | URL, init?: RequestInit) =>
      await web.fetch(to, init, onBroken).catch((error: unknown) => {
        // The event source keeps of an error only its text.
        onBroken(explainMcpError(error, target));
        throw error;
      });
    const { SSEClientTransport } = await import('@modelcontextprotocol/sdk/client/sse.js');
    return { transport: new SSEClientTransport(url, { ...shared, fetch: guard(fetch) }), explain };
  }
  const fetch = (to: string | URL, init?: RequestInit) => web.fetch(to, init, onBroken);
  const { StreamableHTTPClientTransport } = await import('@modelcontextprotocol/sdk/client/streamableHttp.js');
  return { transport: new StreamableHTTPClientTransport(url, { ...shared, fetch: guard(fetch) }), explain };
}

function isNotSent(error: unknown): boolean {
  return error instanceof McpFailure && error.kind === 'not-sent';
}
