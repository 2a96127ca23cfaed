import type { ProcessRoute } from './process-routes.ts';

/** The parts of an honest request of a route, which a shape spoils. */
export interface Head {
  method: string;
  target: string;
  host: readonly string[];
  headers: readonly string[];
  body: string;
}

/** A change that makes an honest head hostile, and the statuses it may be answered with. */
export type Spoiled = [name: string, statuses: number | readonly number[], change: Partial<Head>];

export const HOST = 'Host: localhost:PORT';
export const JSON_TYPE = 'Content-Type: application/json';

/** The one address that other sites may lead to. */
const LOGIN_RETURN = /\/mcp\/oauth\/callback$/;

export function isLoginReturn({ path }: ProcessRoute): boolean {
  return LOGIN_RETURN.test(path);
}
