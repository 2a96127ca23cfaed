import Letta from '@letta-ai/letta-client';
import { adeFetch } from './ade-session.ts';

const clients = new Map<string, Letta>();

/**
 * The Letta client for one saved server, through the ADE's own origin. Browser only. It never retries: a write
 * sent twice is a second write, and reads are retried by the query cache.
 */
export function lettaClient(serverId: string): Letta {
  const known = clients.get(serverId);
  if (known) return known;
  const client = new Letta({
    baseURL: new URL(serverPath(serverId), location.origin).href,
    apiKey: null,
    maxRetries: 0,
    timeout: 600_000,
    defaultHeaders: ADE_HEADERS,
    fetch: adeFetch,
  });
  clients.set(serverId, client);
  return client;
}

/** The header without which the gate answers nothing under `/api`. */
export const ADE_HEADERS = { 'X-ADE': '1' };

/** The path under which a server's Letta API is found. */
export function serverPath(serverId: string): string {
  return `/api/servers/${encodeURIComponent(serverId)}`;
}
