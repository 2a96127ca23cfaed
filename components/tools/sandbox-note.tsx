'use client';

import { useQuery } from '@tanstack/react-query';
import { aboutQuery, describeSandbox } from '#lib/letta/about.ts';
import { BUILT_IN_SERVER } from '#lib/letta/servers.ts';

const ELSEWHERE = 'It runs on the Letta server, in the sandbox that is set up there (E2B, or a folder of its own).';

/** Where a try runs, and how far it is confined there. */
export function SandboxNote({ serverId }: { serverId: string }) {
  const isBuiltIn = serverId === BUILT_IN_SERVER;
  const { data: about } = useQuery({ ...aboutQuery(), enabled: isBuiltIn });
  if (!isBuiltIn) return <p className="text-faint text-sm">{ELSEWHERE}</p>;
  if (!about) return null;
  return (
    <p className="text-faint text-sm">
      {about.python === null
        ? 'This machine has no Python 3: tools cannot run.'
        : `Python tools are ${describeSandbox(about.sandbox)}.`}
    </p>
  );
}
