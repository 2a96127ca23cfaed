import { explainNetworkError } from '#server/proxy/explain-network-error.ts';
import { McpFailure } from './mcp-failure.ts';
import type { McpTarget } from './resolve-target.ts';

const LONGEST_DETAIL = 500;

/** A failure of the SDK or of the network as a sentence; nothing of an address but its host is told. */
export function explainMcpError(error: unknown, target: McpTarget): McpFailure {
  const own = findOwn(error);
  if (own) return own;
  const { name, code, text } = describe(error);
  if (name === 'UnauthorizedError' || code === 401) {
    const message = 'The MCP server asks for a login. Check its token, or log in to it.';
    return new McpFailure('unauthorized', message, error);
  }
  if (code === 403) return new McpFailure('unauthorized', 'The MCP server refuses this token (403).', error);
  // Both mean a session that the server has forgotten: it looked at the session before it looked at the request.
  if ((code === 404 || code === 400) && name === 'StreamableHTTPError')
    return new McpFailure('not-sent', `The MCP server refused the request (${code}): ${cut(text)}`, error);
  if (code === 'ECONNREFUSED') return new McpFailure('not-sent', unreachable(error, target), error);
  if (typeof code === 'number' && code >= 300 && code < 600)
    return new McpFailure('unreachable', `The MCP server answered ${code}: ${cut(text)}`, error);
  // What JSON-RPC calls an error is the server's own answer.
  if (name === 'McpError') return new McpFailure('broken', `The MCP server refused: ${cut(text)}`, error);
  if (typeof code === 'string' && target.type !== 'stdio')
    return new McpFailure('unreachable', unreachable(error, target), error);
  return new McpFailure('broken', `The MCP server could not be understood: ${cut(text)}`, error);
}

function unreachable(error: unknown, target: McpTarget): string {
  if (target.type === 'stdio') return 'The program of the MCP server cannot be reached.';
  const { reason, message } = explainNetworkError(error, target.url);
  return reason === 'blocked' ? 'The MCP server is at an address that is not public, which is not allowed.' : message;
}

/** What we have thrown ourselves comes back wrapped by the SDK. */
function findOwn(error: unknown): McpFailure | null {
  for (let current = error, depth = 0; current instanceof Error && depth < 6; depth += 1) {
    if (current instanceof McpFailure) return current;
    current = current.cause;
  }
  return null;
}

function describe(error: unknown): { name: string; code: string | number | null; text: string } {
  if (!(error instanceof Error)) return { name: '', code: null, text: String(error) };
  let code: string | number | null = null;
  for (let current: unknown = error, depth = 0; current instanceof Error && code === null && depth < 6; depth += 1) {
    if ('code' in current && (typeof current.code === 'string' || typeof current.code === 'number'))
      code = current.code;
    current = current instanceof AggregateError ? current.errors[0] : current.cause;
  }
  // `fetch failed` has its reason inside.
  const text = error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
  return { name: error.constructor.name, code, text };
}

function cut(text: string): string {
  const plain = text.replace(/^(?:MCP error -?\d+: |Error POSTing to endpoint: |SSE error: )+/, '').trim();
  return plain.length > LONGEST_DETAIL ? `${plain.slice(0, LONGEST_DETAIL)}…` : plain || 'no reason given';
}
