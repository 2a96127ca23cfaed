import { isIP } from 'node:net';
import { performance } from 'node:perf_hooks';
import type { Dispatcher } from 'undici';
import { z } from 'zod';
import { isBlockedHost, lookupUnblocked } from '#server/proxy/blocked-address.ts';
import { codedError } from '#server/proxy/coded-error.ts';
import { discard } from '#server/proxy/convert-response.ts';
import { explainNetworkError } from '#server/proxy/explain-network-error.ts';
import { type CertificateFacts, readCertificate } from '#server/proxy/peer-certificate.ts';
import { createUpstreamAgent } from '#server/proxy/upstream-agent.ts';
import { isHeaderSafe, type UpstreamAccess, upstreamHeaders } from '#server/proxy/upstream-request.ts';
import { readBeginning } from '#server/read-beginning.ts';
import { redact } from '#server/redact.ts';

export type ProbeFailure =
  | 'dns'
  | 'refused'
  | 'timeout'
  | 'tls'
  | 'reset'
  | 'unauthorized'
  | 'not-letta'
  | 'http'
  | 'redirect'
  | 'blocked';

/**
 * What a test of a connection found. `secure` tells whether the server refuses calls without its key; it is missing
 * when that could not be told. `latencyMs` is the time of one health call. `certificate` is what was not trusted.
 */
export type ProbeResult =
  | { ok: true; letta: true; version: string; status: string; latencyMs: number; secure?: boolean | undefined }
  | { ok: false; reason: ProbeFailure; message: string; next: string; certificate?: CertificateFacts | undefined };

export interface ProbeTarget extends UpstreamAccess {
  url: string;
  /** The fingerprint of the only certificate that is taken; without one the system's trust decides. */
  certificate?: string | undefined;
  timeoutMs?: number;
}

const TIMEOUT_MS = 5_000;
const LONGEST_HEALTH_BYTES = 64 * 1024;

const healthSchema = z.object({ version: z.string().max(100), status: z.string().max(100).optional() });

/** Asks a server for its health and, with the key, for one agent. Follows no redirect and throws nothing. */
export async function probeServer(target: ProbeTarget): Promise<ProbeResult> {
  if (isBlockedHost(new URL(target.url).hostname)) return unreachable(codedError('EBLOCKED'), target.url);
  if (target.key !== undefined && !isHeaderSafe(target.key)) {
    return fail('unauthorized', 'The key contains a character that an HTTP header cannot carry.', 'Enter it again.');
  }
  const { url, timeoutMs = TIMEOUT_MS } = target;
  const agent = createUpstreamAgent(target.certificate);
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    return await probe({
      ...target,
      get: (path, key) => getPath(agent, { url, path, access: { ...target, key }, signal }),
    });
  } catch (error) {
    const problem = unreachable(signal.aborted ? codedError('ETIMEDOUT') : error, url);
    return problem.reason === 'tls' ? { ...problem, certificate: await showCertificate(url, timeoutMs) } : problem;
  } finally {
    await agent.destroy();
  }
}

async function showCertificate(url: string, timeoutMs: number): Promise<CertificateFacts | undefined> {
  const { hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const servername = isIP(host) === 0 ? { servername: host } : {};
  return await readCertificate({ host, port: Number(port || 443), lookup: lookupUnblocked, ...servername }, timeoutMs);
}

interface Answer {
  status: number;
  type: string;
  location: string;
  text: string;
}

type Get = (path: string, key: string | undefined) => Promise<Answer>;

async function probe({ url, key, get }: ProbeTarget & { get: Get }): Promise<ProbeResult> {
  const started = performance.now();
  const health = await get('/v1/health/', key);
  const latencyMs = Math.round(performance.now() - started);
  const parsed = healthSchema.safeParse(parseJson(health.text));
  const refusal = refuseAnswer(health, url, key) ?? (parsed.success ? undefined : notLetta(health));
  if (refusal || !parsed.success) return refusal ?? notLetta(health);
  const [agents, anonymous] = await Promise.all([
    get('/v1/agents/?limit=1', key),
    key ? get('/v1/agents/?limit=1', undefined).catch(() => undefined) : undefined,
  ]);
  const problem = refuseAnswer(agents, url, key);
  if (problem) return problem;
  const { version, status = 'ok' } = parsed.data;
  const secure = key ? anonymous && isRefusal(anonymous) : false;
  return { ok: true, letta: true, version, status, latencyMs, secure };
}

function isRefusal({ status }: Answer): boolean {
  return status === 401 || status === 403;
}

function refuseAnswer(answer: Answer, url: string, key: string | undefined): ProbeResult | undefined {
  const { status, type } = answer;
  const host = new URL(url).host;
  if (status >= 300 && status < 400) return refuseRedirect(answer, url);
  if (status === 401 || (status === 403 && type === 'application/json')) {
    return key
      ? fail('unauthorized', `${host} does not accept this key (HTTP ${status}).`, 'Enter the key or password again.')
      : fail('unauthorized', `${host} asks for a key (HTTP ${status}).`, 'Enter its password or API key.');
  }
  if (type === 'text/html' || status === 404 || status === 405) return notLetta(answer);
  if (status >= 400) {
    return fail('http', `${host} answered with an error (HTTP ${status}).`, 'Look at the log of that server.');
  }
  return undefined;
}

function refuseRedirect({ location }: Answer, url: string): ProbeResult {
  const target = URL.parse(location, url);
  const shown = target
    ? redact(target.origin + target.pathname.replace(/\/v1\/(?:health|agents)\/?$/, ''))
    : 'elsewhere';
  return fail(
    'redirect',
    `The server redirects to ${shown.slice(0, 300)}; redirects are never followed.`,
    'If that is the right address, enter it instead.',
  );
}

function notLetta({ type, status }: Answer): ProbeResult {
  const what = type === 'text/html' ? 'with a web page' : `with something other than Letta's health report`;
  return fail(
    'not-letta',
    `The server answered ${what} (HTTP ${status}).`,
    'Check the port and the path; a Letta server usually listens on :8283.',
  );
}

function unreachable(error: unknown, url: string): ProbeResult & { ok: false } {
  return { ok: false, ...explainNetworkError(error, url) };
}

function fail(reason: ProbeFailure, message: string, next: string): ProbeResult {
  return { ok: false, reason, message, next };
}

interface GetPath {
  url: string;
  path: string;
  access: UpstreamAccess;
  signal: AbortSignal;
}

async function getPath(agent: Dispatcher, { url, path, access, signal }: GetPath): Promise<Answer> {
  const target = new URL(`${url}${path}`);
  const { statusCode, headers, body } = await agent.request({
    origin: target.origin,
    path: `${target.pathname}${target.search}`,
    method: 'GET',
    headers: upstreamHeaders(new Headers(), access),
    signal,
  });
  const type = String(headers['content-type'] ?? '').split(';', 1)[0] ?? '';
  const text = path.includes('health') ? await readBeginning(body, LONGEST_HEALTH_BYTES) : '';
  discard(body);
  return { status: statusCode, type: type.trim().toLowerCase(), location: String(headers.location ?? ''), text };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
