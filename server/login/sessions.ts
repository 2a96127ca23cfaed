import { createHash, randomBytes } from 'node:crypto';

/** Who has logged in. Only hashes of tokens are kept, in memory: sessions end with the process. */
export interface Sessions {
  /** Begins a session and returns its token. */
  begin(): string;
  has(token: string): boolean;
  end(token: string): void;
}

/** More than one person has browsers; the oldest session makes room for the newest. */
const MOST_SESSIONS = 100;

/** No sessions at first. */
export function createSessions(): Sessions {
  const hashes = new Set<string>();
  return {
    begin: () => {
      const token = randomBytes(32).toString('base64url');
      hashes.add(hashOf(token));
      const [oldest = ''] = hashes;
      if (hashes.size > MOST_SESSIONS) hashes.delete(oldest);
      return token;
    },
    has: (token) => hashes.has(hashOf(token)),
    end: (token) => void hashes.delete(hashOf(token)),
  };
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64');
}
