import type { BrowserContext, Request } from '@playwright/test';

const SENDS = /\/v1\/(agents|conversations)\/[^/]+\/messages$/;
const RESUMES = /\/v1\/(runs|conversations)\/[^/]+\/stream$/;

/** What the pages of a browser ask for: messages they send, and streams they hold. */
export interface Traffic {
  /** Addresses of the messages sent, oldest first; those that failed included. */
  sends(): string[];
  openStreams(): number;
}

export function watchTraffic(context: BrowserContext): Traffic {
  const sends: string[] = [];
  const open = new Set<Request>();
  context.on('request', (request) => {
    if (request.method() !== 'POST') return;
    const { pathname } = new URL(request.url());
    if (SENDS.test(pathname)) sends.push(pathname);
    if (SENDS.test(pathname) || RESUMES.test(pathname)) open.add(request);
  });
  const close = (request: Request) => void open.delete(request);
  context.on('requestfinished', close);
  context.on('requestfailed', close);
  return { sends: () => [...sends], openStreams: () => open.size };
}
