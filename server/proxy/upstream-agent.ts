import type { LookupFunction } from 'node:net';
import { TLSSocket } from 'node:tls';
import { Agent, buildConnector } from 'undici';
import { lookupUnblocked } from './blocked-address.ts';
import { fingerprintOf, otherCertificate } from './peer-certificate.ts';

const CONNECT_TIMEOUT_MS = 10_000;
const MOST_CONNECTIONS = 32;

/**
 * Connections to one Letta server. No timeouts of its own between bytes (a quiet run is not a failure), no HTTP/2, and
 * every resolved address is checked when the socket opens, so a name cannot change to a blocked address after the check.
 * `certificate` is the fingerprint of the only one that is taken.
 */
export function createUpstreamAgent(certificate?: string): Agent {
  return new Agent({
    allowH2: false,
    headersTimeout: 0,
    bodyTimeout: 0,
    connections: MOST_CONNECTIONS,
    connect: createConnector({ timeout: CONNECT_TIMEOUT_MS, lookup: lookupUnblocked, certificate }),
  });
}

interface ConnectorOptions {
  timeout: number;
  lookup: LookupFunction;
  certificate: string | undefined;
}

/** Opens sockets by the system's trust or, with a fingerprint, to exactly that certificate and nothing else. */
export function createConnector({ timeout, lookup, certificate }: ConnectorOptions): buildConnector.connector {
  if (certificate === undefined) return buildConnector({ allowH2: false, timeout, lookup });
  // The fingerprint takes the place of the authority. A resumed session would show no new certificate: none is kept.
  const connect = buildConnector({ allowH2: false, timeout, lookup, rejectUnauthorized: false, maxCachedSessions: 0 });
  return (options, callback) => {
    connect(options, (...[error, socket]) => {
      if (error) return callback(error, null);
      if (!(socket instanceof TLSSocket) || fingerprintOf(socket) !== certificate) {
        // Before undici has the socket: nothing was written to it, in the clear or otherwise.
        socket.destroy();
        return callback(otherCertificate(), null);
      }
      callback(null, socket);
    });
  };
}
