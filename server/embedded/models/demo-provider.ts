import { DEMO_MODEL, demoModel } from './demo-model.ts';
import { hashEmbedding } from './hash-embedding.ts';
import type { ModelProvider } from './model-info.ts';

/** The offline models: always there, labelled as what they are. */
export const demoProvider: ModelProvider = {
  name: 'demo',
  category: 'base',
  id: null,
  knownEmbeddings: [hashEmbedding.info],
  list: async () => ({ models: [DEMO_MODEL], embeddings: [hashEmbedding.info] }),
  check: async () => undefined,
  chatModel: () => demoModel,
  embed: () => hashEmbedding.embed,
};
