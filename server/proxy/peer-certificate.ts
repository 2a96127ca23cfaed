import { type ConnectionOptions, connect, type PeerCertificate, type TLSSocket } from 'node:tls';

/** A certificate as a person compares it with what the owner of the server says. */
export interface CertificateFacts {
  /** SHA-256, as pairs of capital hex digits with colons between them. */
  fingerprint: string;
  subject: string;
  issuer: string;
  validFrom: string;
  validTo: string;
}

/** The SHA-256 fingerprint of the certificate at the other end; empty when it showed none. */
export function fingerprintOf(socket: TLSSocket): string {
  return socket.getPeerCertificate().fingerprint256 ?? '';
}

/** The certificate at the other end; undefined when it showed none. */
export function certificateOf(socket: TLSSocket): CertificateFacts | undefined {
  return toFacts(socket.getPeerCertificate());
}

/** The error of a server that shows another certificate than the one its connection trusts. */
export function otherCertificate(): Error {
  return Object.assign(new Error('Not the trusted certificate'), { code: 'ECERTPINNED' });
}

/** The certificate a server shows, whoever signed it. It only shakes hands: nothing is sent. Undefined without one. */
export async function readCertificate(
  options: ConnectionOptions,
  timeoutMs: number,
): Promise<CertificateFacts | undefined> {
  const { promise, resolve } = Promise.withResolvers<CertificateFacts | undefined>();
  const socket = connect({ ...options, rejectUnauthorized: false });
  socket.setTimeout(timeoutMs, () => resolve(undefined));
  socket.once('secureConnect', () => resolve(certificateOf(socket)));
  socket.once('error', () => resolve(undefined));
  try {
    return await promise;
  } finally {
    socket.destroy();
  }
}

function toFacts({
  fingerprint256,
  subject,
  issuer,
  valid_from,
  valid_to,
}: PeerCertificate): CertificateFacts | undefined {
  if (!fingerprint256) return undefined;
  return {
    fingerprint: fingerprint256,
    subject: nameOf(subject),
    issuer: nameOf(issuer),
    validFrom: valid_from,
    validTo: valid_to,
  };
}

const LONGEST_NAME = 300;

/** `CN=…, O=…`, as far as there is any. Anybody may write anything into a certificate. */
function nameOf(name: PeerCertificate['subject'] | undefined): string {
  const parts = Object.entries(name ?? {}).map(([key, value]) => `${key}=${[value].flat().join('+')}`);
  return (
    parts
      .join(', ')
      .replaceAll(/\p{Cc}/gu, ' ')
      .slice(0, LONGEST_NAME) || 'no name'
  );
}
