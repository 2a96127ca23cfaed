import { isIP, connect as openSocket } from 'node:net';
import { connect as openTls, type PeerCertificate } from 'node:tls';
import { isBlockedAddress, lookupUnblocked, type Resolve } from '#server/proxy/blocked-address.ts';
import { codedError } from '#server/proxy/coded-error.ts';
import { explainNetworkError } from '#server/proxy/explain-network-error.ts';
import {
  type CertificateFacts,
  fingerprintOf,
  otherCertificate,
  readCertificate,
} from '#server/proxy/peer-certificate.ts';
import { isPrivateAddress } from '#server/proxy/private-address.ts';
import { type Finding, fail, fine, warn } from './check-result.ts';

export interface Place {
  url: URL;
  /** The fingerprint of the only certificate that is taken. */
  certificate: string | undefined;
  resolve: Resolve;
  timeoutMs: number;
}

const SOON_MS = 14 * 24 * 60 * 60 * 1000;

/** Whether the name leads anywhere. Throws nothing. */
export async function checkName({ url, resolve }: Place): Promise<Finding & { addresses: string[] }> {
  const host = bareHost(url);
  const isAddress = isIP(host) !== 0;
  try {
    const addresses = isAddress ? [host] : (await resolve(host)).map(({ address }) => address);
    if (addresses.length === 0) throw codedError('ENODATA');
    if (addresses.some(isBlockedAddress)) throw codedError('EBLOCKED');
    if (isAddress) return { ...fine(`${host} is an address: there is no name to look up.`), addresses };
    return { ...fine(`${host} leads to ${addresses.join(', ')}.`), addresses };
  } catch (error) {
    return { ...explain(error, url), addresses: [] };
  }
}

/** Whether anything listens there: the addresses of the name one after the other. */
export async function checkPort(place: Place, addresses: string[]): Promise<Finding & { address: string | null }> {
  const port = portOf(place.url);
  const refused: string[] = [];
  let lastError: unknown;
  for (const address of addresses) {
    try {
      await reach(address, port, place.timeoutMs);
      const note = refused.length > 0 ? ` ${refused.join(', ')} did not.` : '';
      return { ...fine(`${address} answers on port ${port}.${note}`), address };
    } catch (error) {
      lastError = error;
      refused.push(address);
    }
  }
  return { ...explain(lastError, place.url), address: null };
}

/** Whether the connection is encrypted, and by a certificate that this computer trusts. */
export async function checkTls(place: Place, address: string): Promise<Finding> {
  const { url, certificate, timeoutMs } = place;
  if (url.protocol === 'http:') return await checkPlain(url, address, timeoutMs);
  try {
    const { issuer, valid_to } = await shakeHands(place, address);
    const by = certificate ? 'by you' : `by ${issuer?.O ?? issuer?.CN ?? 'an unnamed authority'}`;
    if (Date.parse(valid_to) - Date.now() > SOON_MS)
      return fine(`The certificate is trusted: ${by}, valid until ${valid_to}.`);
    return warn('expires', `The certificate expires on ${valid_to}.`, 'Renew it before then.');
  } catch (error) {
    const shown = await showCertificate(url, timeoutMs, address);
    return { ...explain(error, url), ...(shown ? { certificate: shown } : {}) };
  }
}

/** The certificate that stands at a URL, whoever signed it; at one of its addresses, where that is known. */
export async function showCertificate(
  url: URL,
  timeoutMs: number,
  address = bareHost(url),
): Promise<CertificateFacts | undefined> {
  const place = { host: address, port: portOf(url), lookup: lookupUnblocked, ...serverName(url) };
  return await readCertificate(place, timeoutMs);
}

/** A port that was meant to be plain may speak TLS: then every plain request to it breaks off. */
async function checkPlain(url: URL, address: string, timeoutMs: number): Promise<Finding> {
  if (await speaksTls(url, address, timeoutMs))
    return fail('needs-https', `${url.host} speaks TLS.`, 'Write https:// instead of http://.');
  if (isPrivateAddress(address)) return fine('Not encrypted, on this computer or its own network.');
  return warn(
    'not-encrypted',
    'Not encrypted: whoever is on the way can read the password and the messages.',
    'Put a reverse proxy with TLS in front of the server, and write https://.',
  );
}

/** Any certificate will do: whether it is trusted is not the question here. */
async function speaksTls(url: URL, address: string, timeoutMs: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = openTls({ host: address, port: portOf(url), rejectUnauthorized: false, ...serverName(url) });
  socket.setTimeout(Math.min(timeoutMs, 2_000), () => resolve(false));
  socket.once('secureConnect', () => resolve(true));
  socket.once('error', () => resolve(false));
  try {
    return await promise;
  } finally {
    socket.destroy();
  }
}

async function shakeHands({ url, certificate, timeoutMs }: Place, address: string): Promise<PeerCertificate> {
  const { promise, resolve, reject } = Promise.withResolvers<PeerCertificate>();
  const trust = certificate ? { rejectUnauthorized: false } : {};
  const socket = openTls({ host: address, port: portOf(url), ...serverName(url), ...trust });
  socket.setTimeout(timeoutMs, () => reject(codedError('ETIMEDOUT')));
  socket.once('secureConnect', () => {
    if (certificate && fingerprintOf(socket) !== certificate) reject(otherCertificate());
    else resolve(socket.getPeerCertificate());
  });
  socket.once('error', reject);
  try {
    return await promise;
  } finally {
    socket.destroy();
  }
}

/** Certificates are made for names; addresses are checked as such. */
function serverName(url: URL): { servername?: string } {
  const host = bareHost(url);
  return isIP(host) === 0 ? { servername: host } : {};
}

async function reach(address: string, port: number, timeoutMs: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const socket = openSocket({ host: address, port });
  socket.setTimeout(timeoutMs, () => reject(codedError('ETIMEDOUT')));
  socket.once('connect', () => resolve());
  socket.once('error', reject);
  try {
    await promise;
  } finally {
    socket.destroy();
  }
}

/** A failed connection as a finding. */
export function explain(error: unknown, url: URL): Finding {
  const isLate = error instanceof Error && error.name === 'TimeoutError';
  const { reason, message, next } = explainNetworkError(isLate ? codedError('ETIMEDOUT') : error, url.href);
  return fail(reason, message, next);
}

function portOf(url: URL): number {
  return Number(url.port || (url.protocol === 'https:' ? 443 : 80));
}

function bareHost(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}
