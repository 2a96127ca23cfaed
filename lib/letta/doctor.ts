import { adeFetch } from './ade-session.ts';
import { ADE_HEADERS, serverPath } from './create-letta-client.ts';
import { refusalOf } from './request-json.ts';
import type { CertificateFacts, ServerRecord } from './servers.ts';

/** What one look at a connection found. */
export interface CheckResult {
  id: string;
  state: 'ok' | 'warning' | 'failed' | 'skipped';
  cause: string;
  message: string;
  next?: string;
  /** What was not trusted. */
  certificate?: CertificateFacts;
  ms: number;
}

/** The looks at a connection, in their order, in words. */
export const CHECKS: readonly { id: string; title: string }[] = [
  { id: 'name', title: 'Name' },
  { id: 'port', title: 'Port' },
  { id: 'tls', title: 'Encryption' },
  { id: 'address', title: 'Letta at this address' },
  { id: 'password', title: 'Password' },
  { id: 'client', title: 'Present API' },
  { id: 'models', title: 'Models' },
  { id: 'streaming', title: 'Streaming' },
  { id: 'background', title: 'Runs in the background' },
  { id: 'traces', title: 'Traces' },
  { id: 'clock', title: 'Clock' },
];

/** Has a connection looked at, and hands on each finding as it comes. Throws RequestError, or when it breaks off. */
export async function examineConnection(
  serverId: string,
  model: string | null,
  { onResult, signal }: { onResult: (result: CheckResult) => void; signal: AbortSignal },
): Promise<void> {
  const response = await adeFetch(`${serverPath(serverId)}/doctor`, {
    method: 'POST',
    headers: { ...ADE_HEADERS, 'content-type': 'application/json' },
    body: JSON.stringify(model === null ? {} : { model }),
    signal,
  });
  if (!response.ok || !response.body) throw await refusalOf(response);
  const decoder = new TextDecoder();
  const reader = response.body.getReader();
  let rest = '';
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    const lines = (rest + decoder.decode(piece.value, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onResult(JSON.parse(line) as CheckResult);
  }
}

/** The first thing that failed; else the first that is not as it should be. */
export function chiefFinding(results: CheckResult[]): CheckResult | undefined {
  return results.find(({ state }) => state === 'failed') ?? results.find(({ state }) => state === 'warning');
}

/** The findings as text to hand on. It holds no key: none was ever here. */
export function toReport(server: ServerRecord, results: CheckResult[], date: Date): string {
  const lines = results.map(({ id, state, message, next, ms }) => {
    const title = CHECKS.find((check) => check.id === id)?.title ?? id;
    return `- ${title}: ${state} (${ms} ms). ${message}${next ? ` ${next}` : ''}`;
  });
  return [`# Connection to ${server.url || 'the built-in server'}`, '', date.toISOString(), '', ...lines, ''].join(
    '\n',
  );
}
