import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { askRemote } from '#server/doctor/ask.ts';
import { checkAddress, checkPassword } from '#server/doctor/check-letta.ts';
import { explain, showCertificate } from '#server/doctor/check-network.ts';
import type { Finding } from '#server/doctor/check-result.ts';
import { resolveName } from '#server/proxy/blocked-address.ts';
import { type CertificateFacts, certificateOf } from '#server/proxy/peer-certificate.ts';
import { isPrivateAddress } from '#server/proxy/private-address.ts';
import type { UpstreamAccess } from '#server/proxy/upstream-request.ts';

/** Where a connection led. */
export interface Reached {
  address: string;
  /** Whether the address is this computer’s or of a network of one’s own. */
  isPrivate: boolean;
  /** Who vouches for the certificate; null where nothing is encrypted. */
  issuer: string | null;
}

/**
 * What a test of a connection found. `secure` is false when the server was seen to answer without its key. `latencyMs`
 * is the time of one health call. `reason` is the doctor's cause, `certificate` what was not trusted.
 */
export type ProbeResult =
  | { ok: true; version: string; latencyMs: number; secure: boolean; reached?: Reached | undefined }
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
  let reached: Reached | undefined;
  const onConnect = (socket: Socket) => {
    reached = reachedBy(socket);
  };
  const place = { url: address, access, certificate, resolve: resolveName, timeoutMs, deadline };
  const { ask, close } = askRemote({ ...place, onConnect });
  try {
    const found = await checkAddress(ask, url, hasKey);
    if (found.version === null) return refuse(found);
    const password = await checkPassword(ask, url, hasKey);
    if (password.state === 'failed') return refuse(password);
    const secure = password.cause !== 'open-server';
    return { ok: true, version: found.version, latencyMs: found.ms, secure, reached };
  } catch (error) {
    const problem = explain(error, url);
    const shown = problem.cause === 'tls' ? await showCertificate(url, timeoutMs) : undefined;
    return refuse(shown ? { ...problem, certificate: shown } : problem);
  } finally {
    await close();
  }
}

function reachedBy(socket: Socket): Reached {
  const address = socket.remoteAddress ?? '';
  const issuer = socket instanceof TLSSocket ? (certificateOf(socket)?.issuer ?? 'unknown') : null;
  return { address, isPrivate: isPrivateAddress(address), issuer };
}

function refuse({ cause, message, next = '', certificate }: Finding): ProbeResult {
  return { ok: false, reason: cause, message, next, ...(certificate ? { certificate } : {}) };
}
