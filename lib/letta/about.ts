import { queryOptions } from '@tanstack/react-query';
import { requestJson } from './request-json.ts';

/** Facts about this installation. `python` is null where tools cannot run. */
export interface About {
  version: string;
  node: string;
  home: string;
  python: string | null;
  /** Whether Python tools are confined; if not, why, and what would change it. */
  sandbox: { kind: 'sandboxed'; by: string } | { kind: 'guarded'; reason: string; fix: string };
}

/** What is running here. */
export function aboutQuery() {
  return queryOptions({
    queryKey: ['about'] as const,
    queryFn: ({ signal }) => requestJson<About>('/api/about', { signal }),
  });
}

/** How far Python tools are confined, in words that follow "Python tools are". */
export function describeSandbox(sandbox: About['sandbox']): string {
  if (sandbox.kind === 'guarded')
    return `not sandboxed: they run as you, with limits on time and memory. ${sandbox.reason} ${sandbox.fix}`;
  return 'sandboxed: they cannot read your files, see your keys or use the network';
}
