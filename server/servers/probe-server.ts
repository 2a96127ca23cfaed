import { askRemote } from '#server/doctor/ask.ts';
import { checkAddress, checkPassword } from '#server/doctor/check-letta.ts';
import { explain, showCertificate } from '#server/doctor/check-network.ts';
import type { Finding } from '#server/doctor/check-result.ts';
import { resolveName } from '#server/proxy/blocked-address.ts';
import type { CertificateFacts } from '#server/proxy/peer-certificate.ts';
import type { UpstreamAccess } from '#server/proxy/upstream-request.ts';

/**
 * What a test of a connection found. `secure` is false when the server was seen to answer without its key. `latencyMs`
 * is the time of one health call. `reason` is the doctor's cause, `certificate` what was not trusted.
 */
export type ProbeResult =
  | { ok: true; version: string; latencyMs: number; secure: boolean }
  | { ok: false; reason: string; message: string; next: string; certificate?: CertificateFacts };

export interface ProbeTarget extends UpstreamAccess {
  url: string;
  /** The fingerprint of the only certificate that is taken; without one the system's trust decides. */
  certificate?: string | undefined;
  timeoutMs?: number;
}

const TIMEOUT_MS = 5_000;

/**
 * The doctor's looks at a server's address and at the key, in one go: what is asked again and again opens no sockets
 * only to look at them. Follows no redirect and throws nothing.
 */
export async function probeServer(target: ProbeTarget): Promise<ProbeResult> {
  const { url: address, certificate, timeoutMs = TIMEOUT_MS, ...access } = target;
  const url = new URL(address);
  const deadline = AbortSignal.timeout(timeoutMs);
  const hasKey = access.key !== undefined;
  const { ask, close } = askRemote({ url: address, access, certificate, resolve: resolveName, timeoutMs, deadline });
  try {
    const found = await checkAddress(ask, url, hasKey);
    if (found.version === null) return refuse(found);
    const password = await checkPassword(ask, url, hasKey);
    if (password.state === 'failed') return refuse(password);
    return { ok: true, version: found.version, latencyMs: found.ms, secure: password.cause !== 'open-server' };
  } catch (error) {
    const problem = explain(error, url);
    const shown = problem.cause === 'tls' ? await showCertificate(url, timeoutMs) : undefined;
    return refuse(shown ? { ...problem, certificate: shown } : problem);
  } finally {
    await close();
  }
}

function refuse({ cause, message, next = '', certificate }: Finding): ProbeResult {
  return { ok: false, reason: cause, message, next, ...(certificate ? { certificate } : {}) };
}
