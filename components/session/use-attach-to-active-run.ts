import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { followActiveRun } from './follow-active-run.ts';
import type { ThreadSession } from './thread-session.ts';

/** The outside system is the server: a run that goes on there, after a reload or begun elsewhere, is followed. */
export function useAttachToActiveRun(session: ThreadSession): void {
  const client = useQueryClient();
  useEffect(() => followActiveRun(client, session), [client, session]);
}
