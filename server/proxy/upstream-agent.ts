import { Agent } from 'undici';
import { lookupUnblocked } from './blocked-address.ts';

const CONNECT_TIMEOUT_MS = 10_000;
const MOST_CONNECTIONS = 32;

/**
 * Connections to one Letta server. No timeouts of its own between bytes (a quiet run is not a failure), no HTTP/2, and
 * every resolved address is checked when the socket opens, so a name cannot change to a blocked address after the check.
 */
export function createUpstreamAgent(): Agent {
  return new Agent({
    allowH2: false,
    headersTimeout: 0,
    bodyTimeout: 0,
    connections: MOST_CONNECTIONS,
    connect: { timeout: CONNECT_TIMEOUT_MS, lookup: lookupUnblocked },
  });
}
