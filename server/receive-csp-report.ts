import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Log } from './log.ts';
import { readCapped } from './read-capped.ts';

/** Takes the browser's reports of blocked content. */
export interface CspReports {
  receive(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void>;
  count(): number;
}

const LONGEST_REPORT = 16 * 1024;
const MOST_LINES = 50;

const text = z.string().catch('');
const oldReport = z.object({
  'csp-report': z.object({ 'effective-directive': text, 'blocked-uri': text, 'document-uri': text }),
});
const newReport = z.array(
  z.object({ body: z.object({ effectiveDirective: text, blockedURL: text, documentURL: text }) }),
);

/** Counts the reports and logs one line each, up to 50: a page that loops must not fill the log. */
export function createCspReports(log: Log): CspReports {
  let seen = 0;
  return {
    count: () => seen,
    receive: async (incoming, outgoing) => {
      const body = await readCapped(incoming, LONGEST_REPORT);
      if (body === undefined) {
        outgoing.writeHead(413, { connection: 'close' }).end();
        return;
      }
      seen += 1;
      if (seen <= MOST_LINES) log.warn(`Content security policy report: ${describeReport(body)}`);
      outgoing.writeHead(204).end();
    },
  };
}

function describeReport(body: string): string {
  const report = parseReport(body);
  if (!report) return 'unreadable';
  const { directive, blocked, page } = report;
  return `${directive.slice(0, 60)} blocked ${placeOf(blocked)} on ${URL.parse(page)?.pathname.slice(0, 200) ?? 'a page'}`;
}

interface Report {
  directive: string;
  blocked: string;
  page: string;
}

function parseReport(body: string): Report | undefined {
  try {
    const value: unknown = JSON.parse(body);
    const old = oldReport.safeParse(value).data?.['csp-report'];
    if (old) return { directive: old['effective-directive'], blocked: old['blocked-uri'], page: old['document-uri'] };
    const current = newReport.safeParse(value).data?.[0]?.body;
    return current && { directive: current.effectiveDirective, blocked: current.blockedURL, page: current.documentURL };
  } catch {
    return undefined;
  }
}

/** Only the origin: the rest of a blocked address may hold what someone tried to send away. */
function placeOf(blocked: string): string {
  const url = URL.parse(blocked);
  return url && url.origin !== 'null' ? url.origin : blocked.slice(0, 40);
}
