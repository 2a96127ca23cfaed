import { randomBytes } from 'node:crypto';
import { McpFailure } from './mcp-failure.ts';
import { waitAtMost } from './wait-at-most.ts';

/** What the browser of a person comes back with from a login. */
export type LoginAnswer = { code: string } | { refusal: string };

/** One login that waits for a person. */
export interface PendingLogin {
  /** Nobody can guess it; it tells this login from all others. */
  state: string;
  /** The code of the login. Throws `McpFailure` after five minutes, when the person refuses, or when `signal` ends it. */
  wait(signal: AbortSignal): Promise<string>;
  /** Forgets it: what comes later is of no use. */
  close(): void;
}

/** The logins that are waiting. */
export interface LoginAnswers {
  open(): PendingLogin;
  /** Hands an answer to its login, once; false if none waits for it. */
  settle(state: string, answer: LoginAnswer): boolean;
}

const PATIENCE_MS = 5 * 60_000;

/** No login is waiting yet. */
export function createLoginAnswers({ patienceMs = PATIENCE_MS } = {}): LoginAnswers {
  const pending = new Map<string, (answer: LoginAnswer) => void>();
  return {
    open() {
      const state = randomBytes(32).toString('base64url');
      const { promise, resolve } = Promise.withResolvers<LoginAnswer>();
      pending.set(state, resolve);
      const close = () => void pending.delete(state);
      return {
        state,
        close,
        async wait(signal) {
          const late = () => new McpFailure('timeout', 'Nobody logged in within five minutes. Connect again.');
          try {
            const answer = await waitAtMost(promise, { ms: patienceMs, late, signal });
            if ('code' in answer) return answer.code;
            throw new McpFailure('unauthorized', `The login was refused: ${answer.refusal}`);
          } finally {
            close();
          }
        },
      };
    },
    settle(state, answer) {
      const resolve = pending.get(state);
      pending.delete(state);
      resolve?.(answer);
      return resolve !== undefined;
    },
  };
}
