import { z } from 'zod';
import { COMPACTION_MODES } from '#server/embedded/agent-loop/compaction-settings.ts';

/** `compaction_settings` as a client writes them. */
export const compactionSettings = z.looseObject({
  model: z.string().nullish(),
  model_settings: z.record(z.string(), z.unknown()).nullish(),
  prompt: z.string().nullish(),
  prompt_acknowledgement: z.boolean().optional(),
  clip_chars: z.number().int().positive().nullish(),
  mode: z.enum(COMPACTION_MODES).optional(),
  sliding_window_percentage: z.number().min(0).max(1).optional(),
});

/** The body of a compaction. */
export const compactBody = z.looseObject({ compaction_settings: compactionSettings.nullish() });
