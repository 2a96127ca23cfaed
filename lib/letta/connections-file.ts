import { type ConnectionDetails, SERVER_COLORS, type ServerRecord } from './servers.ts';

/** A connection as a file carries it: no key, and no certificate, which each person trusts for themselves. */
export interface FiledConnection extends Omit<ConnectionDetails, 'certificate'> {
  name: string;
  url: string;
}

/** What a file brings: what is new, and what is here already. Or why it cannot be read. */
export type ConnectionsFile =
  | { ok: true; fresh: FiledConnection[]; known: FiledConnection[] }
  | { ok: false; problem: string };

const KIND = 'letta-ade-connections';
const LONGEST_NAME = 80;
const MOST_CONNECTIONS = 500;

/** The saved connections as the text of a file. It holds no secrets. */
export function toConnectionsFile(servers: readonly ServerRecord[]): string {
  const connections = servers
    .filter(({ kind }) => kind === 'saved')
    .map(({ name, url, project, actingUser, keyHeader, color }) => ({
      name,
      url,
      project,
      actingUser,
      keyHeader,
      color,
    }));
  return `${JSON.stringify({ kind: KIND, version: 1, connections }, null, 2)}\n`;
}

/** Reads such a file beside what is saved here. A connection to an address that is here already is not new. */
export function readConnectionsFile(text: string, servers: readonly ServerRecord[]): ConnectionsFile {
  const content = parse(text);
  if (content === undefined) return refuse('The file is not JSON.');
  if (!isRecord(content) || content['kind'] !== KIND || !Array.isArray(content['connections']))
    return refuse('The file is JSON, but not an export of connections from Letta ADE.');
  if (content['version'] !== 1)
    return refuse('The file comes from a newer Letta ADE. Update this one, then try again.');
  const entries: unknown[] = content['connections'];
  if (entries.length === 0) return refuse('The file holds no connections.');
  if (entries.length > MOST_CONNECTIONS) return refuse(`The file holds more than ${MOST_CONNECTIONS} connections.`);
  return sort(entries, servers);
}

function sort(entries: readonly unknown[], servers: readonly ServerRecord[]): ConnectionsFile {
  const places = new Set(servers.flatMap(({ url }) => placeOf(url) ?? []));
  const fresh: FiledConnection[] = [];
  const known: FiledConnection[] = [];
  for (const [index, entry] of entries.entries()) {
    const connection = readConnection(entry);
    if (typeof connection === 'string') return refuse(`Connection ${index + 1} in the file ${connection}`);
    const place = placeOf(connection.url) ?? '';
    (places.has(place) ? known : fresh).push(connection);
    places.add(place);
  }
  return { ok: true, fresh, known };
}

/** The connection, or what is wrong with it. */
function readConnection(entry: unknown): FiledConnection | string {
  if (!isRecord(entry)) return 'is not an object.';
  const { name, url, project, actingUser, keyHeader, color } = entry;
  if (typeof name !== 'string' || name.trim() === '') return 'has no name.';
  if (name.length > LONGEST_NAME) return `has a name of more than ${LONGEST_NAME} characters.`;
  if (typeof url !== 'string' || placeOf(url) === null) return `(${name}) has no http or https address.`;
  const known = SERVER_COLORS.find((each) => each === color);
  return {
    name: name.trim(),
    url,
    ...(typeof project === 'string' ? { project } : {}),
    ...(typeof actingUser === 'string' ? { actingUser } : {}),
    ...(keyHeader === 'password' ? { keyHeader } : {}),
    ...(known ? { color: known } : {}),
  };
}

/** The same text for all spellings of an address; null for what is none. */
function placeOf(url: string): string | null {
  const parsed = URL.parse(url.trim());
  if (!parsed || !/^https?:$/.test(parsed.protocol)) return null;
  return `${parsed.origin}${parsed.pathname.replace(/\/+$/, '')}`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refuse(problem: string): ConnectionsFile {
  return { ok: false, problem };
}
