import { useState } from 'react';
import type { ThreadRef } from '#lib/letta/agents.ts';
import { addAttachment } from './attachments-store.ts';
import { readImage } from './read-image.ts';

/** Takes files as images of the next message; `failure` says in a sentence what could not be taken. */
export function useAttachFiles(ref: ThreadRef) {
  const [failure, setFailure] = useState<string | null>(null);
  return {
    failure,
    add: async (files: File[]) => {
      setFailure(null);
      for (const file of files) {
        try {
          addAttachment(ref, await readImage(file));
        } catch (error) {
          setFailure(error instanceof Error ? error.message : String(error));
        }
      }
    },
  };
}
