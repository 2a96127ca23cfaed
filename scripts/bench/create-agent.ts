import { type AdeApi, lettaPath } from '#e2e/ade-api.ts';

/** Makes an agent on the embedded server and returns its id. */
export async function createAgent(api: AdeApi, model = 'demo/scripted'): Promise<string> {
  const agent = await api.post<{ id: string }>(lettaPath('/agents/'), {
    name: 'Bench',
    model,
    embedding: 'local/hash',
    memory_blocks: [
      { label: 'human', value: 'Nothing is known yet.' },
      { label: 'persona', value: 'I am measured.' },
    ],
  });
  return agent.id;
}
