import { createHash } from 'node:crypto';
import { createGuardedFetch, type GuardedFetch } from './guarded-fetch.ts';
import { McpFailure } from './mcp-failure.ts';
import { type McpConnection, type McpLimits, openConnection } from './open-connection.ts';
import type { McpTarget } from './resolve-target.ts';
import type { StoredLogin } from './stored-login.ts';
import { waitAtMost } from './wait-at-most.ts';

/** What a person may connect to. */
export interface McpPolicy {
  allowStdio: boolean;
  allowPrivate: boolean;
}

/** Which connection is meant. */
export interface McpUse {
  serverId: string;
  target: McpTarget;
  login?: StoredLogin | undefined;
  signal?: AbortSignal | undefined;
}

/** The connections to MCP servers. Those that were used are kept for the next call, for a minute. */
export interface McpPool {
  readonly policy: McpPolicy;
  readonly web: GuardedFetch;
  /** Works on a kept connection, or a new one. Throws `McpFailure`. */
  run<T>(use: McpUse, work: (connection: McpConnection) => Promise<T>): Promise<T>;
  /** Works on a connection of its own, which is closed again. Throws `McpFailure`. */
  runOnce<T>(use: Omit<McpUse, 'serverId'>, work: (connection: McpConnection) => Promise<T>): Promise<T>;
  /** Closes the connections of a server that was changed or deleted. */
  forget(serverId: string): Promise<void>;
  /** Closes all, and ends all programs. */
  close(): Promise<void>;
}

export interface McpPoolOptions {
  policy: McpPolicy;
  limits?: McpLimits;
  idleMs?: number;
}

interface Entry {
  serverId: string;
  opening: Promise<McpConnection>;
  connection: McpConnection | null;
  users: number;
  idle: NodeJS.Timeout | undefined;
}

const LIMITS: McpLimits = { connect: 10_000, list: 10_000, call: 60_000 };
const IDLE_MS = 60_000;

/** A pool without connections. */
export function createMcpPool({ policy, limits = LIMITS, idleMs = IDLE_MS }: McpPoolOptions): McpPool {
  const entries = new Map<string, Entry>();
  const web = createGuardedFetch(policy);
  const closing = new AbortController();

  const open = async (use: Omit<McpUse, 'serverId'>): Promise<McpConnection> => {
    closing.signal.throwIfAborted();
    if (use.target.type === 'stdio' && !policy.allowStdio)
      throw new McpFailure('unreachable', 'Programs as MCP servers are switched off. Start with ADE_ALLOW_STDIO=1.');
    return await openConnection(use.target, { web, limits, login: use.login, signal: closing.signal });
  };
  const drop = async (key: string, entry: Entry): Promise<void> => {
    clearTimeout(entry.idle);
    if (entries.get(key) === entry) entries.delete(key);
    await entry.opening.then(
      (connection) => connection.close(),
      () => undefined,
    );
  };
  const enter = (key: string, use: McpUse): Entry => {
    const opening = open(use);
    const entry: Entry = { serverId: use.serverId, opening, connection: null, users: 0, idle: undefined };
    entries.set(key, entry);
    opening.then(
      (connection) => {
        entry.connection = connection;
      },
      () => void drop(key, entry),
    );
    return entry;
  };
  const workOn = async <T>(key: string, entry: Entry, use: McpUse, work: (to: McpConnection) => Promise<T>) => {
    clearTimeout(entry.idle);
    entry.users += 1;
    try {
      return await work(await untilCancelled(entry.opening, use.signal));
    } finally {
      entry.users -= 1;
      if (entry.users === 0) entry.idle = setTimeout(() => void drop(key, entry), idleMs).unref();
    }
  };
  return {
    policy,
    web,
    async run(use, work) {
      const key = keyOf(use);
      const known = entries.get(key);
      if (known?.connection?.isOpen() === false) await drop(key, known);
      // Another caller may have opened the next one meanwhile.
      const entry = entries.get(key) ?? enter(key, use);
      const wasKept = entry.connection !== null;
      try {
        return await workOn(key, entry, use, work);
      } catch (error) {
        if (!wasKept || !(error instanceof McpFailure) || error.kind !== 'not-sent') throw error;
        await drop(key, entry);
        return await workOn(key, entries.get(key) ?? enter(key, use), use, work);
      }
    },
    async runOnce(use, work) {
      const connection = await open(use);
      try {
        return await work(connection);
      } finally {
        await connection.close();
      }
    },
    async forget(serverId) {
      const own = [...entries].filter(([, entry]) => entry.serverId === serverId);
      await Promise.all(own.map(([key, entry]) => drop(key, entry)));
    },
    async close() {
      closing.abort(new McpFailure('cancelled', 'The server is going down.'));
      await Promise.all([...entries].map(([key, entry]) => drop(key, entry)));
      await web.close();
    },
  };
}

/** Agents whose secrets fill it alike share a program; over HTTP the id of the agent is part of the target. */
function keyOf({ serverId, target }: McpUse): string {
  return createHash('sha256')
    .update(JSON.stringify([serverId, target]))
    .digest('hex');
}

async function untilCancelled<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  const cancelled = new McpFailure('cancelled', 'The call was cancelled before the MCP server answered.');
  const stop = new AbortController();
  const onAbort = () => stop.abort(cancelled);
  if (signal?.aborted) onAbort();
  signal?.addEventListener('abort', onAbort);
  try {
    return await waitAtMost(work, { ms: 2 ** 31 - 1, late: () => cancelled, signal: stop.signal });
  } finally {
    signal?.removeEventListener('abort', onAbort);
  }
}
