import { ModelError } from './chat-model.ts';
import type { ModelList, ModelProvider } from './model-info.ts';

const LIST_TTL_MS = 30_000;
const FAILED_TTL_MS = 10_000;

/** What is known of a provider's models. */
export interface CachedList {
  /** What is known now; asks again in the background when that is old. */
  known(): ModelList;
  /** The first list, once it has come or failed; afterwards what is known now. */
  first(): Promise<ModelList>;
  /** Asks now, whatever is known. Throws the provider's error, and keeps what was known. */
  refresh(): Promise<void>;
}

/**
 * A provider's list is asked for again after 30 s, 10 s after a failure. Only the very first list is waited for: later
 * ones come in the background, so that a slow provider slows nothing else. `log` gets a line when one fails.
 */
export function cachedList(provider: ModelProvider, log: (line: string) => void): CachedList {
  let list: ModelList = { models: [], embeddings: provider.knownEmbeddings };
  let freshUntil = 0;
  let hasAnswered = false;
  let pending: Promise<void> | null = null;

  const ask = async () => {
    try {
      list = await provider.list();
      freshUntil = Date.now() + LIST_TTL_MS;
    } catch (error) {
      freshUntil = Date.now() + FAILED_TTL_MS;
      throw error;
    } finally {
      hasAnswered = true;
      pending = null;
    }
  };
  const askQuietly = () => {
    if (Date.now() < freshUntil) return;
    pending ??= ask().catch((error: unknown) =>
      log(`The models of ${provider.name} could not be listed: ${say(error)}`),
    );
  };
  return {
    known() {
      askQuietly();
      return list;
    },
    async first() {
      askQuietly();
      if (!hasAnswered) await pending;
      return list;
    },
    refresh: ask,
  };
}

function say(error: unknown): string {
  if (error instanceof ModelError) return error.detail;
  return error instanceof Error ? error.message : String(error);
}
