import { createHash, timingSafeEqual } from 'node:crypto';

/** What a monitor may ask without the password, and where a login comes back to, which proves itself by its state. */
const OPEN_PATHS = /^\/(?:(?:v1|latest)\/(?:health|ready)\/?|v1\/tools\/mcp\/oauth\/callback)$/;

type Fetch = (request: Request) => Promise<Response>;

/**
 * Answers 401 to every request without the password, as the original does in its secure mode: as a bearer token, or
 * behind the word `password` in `X-BARE-PASSWORD`.
 */
export function requirePassword(password: string, fetch: Fetch): Fetch {
  const bearer = digest(`Bearer ${password}`);
  const bare = digest(`password ${password}`);
  return async (request) => {
    const mayPass =
      OPEN_PATHS.test(new URL(request.url).pathname) ||
      isSame(bearer, request.headers.get('authorization')) ||
      isSame(bare, request.headers.get('x-bare-password'));
    return mayPass ? await fetch(request) : Response.json({ detail: 'Unauthorized' }, { status: 401 });
  };
}

/** Compares digests, so that the time it takes tells nothing of the password. */
function isSame(expected: Buffer, given: string | null): boolean {
  return timingSafeEqual(expected, digest(given ?? ''));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
