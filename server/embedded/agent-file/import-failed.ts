import { badRequest, type LettaError } from '#server/embedded/letta-error.ts';

/** 400 in the original's form: the reason, or for an id that leads nowhere the id as Python prints it. */
export function importFailed(reason: string): LettaError {
  return badRequest(`Import failed: ${reason}`);
}
