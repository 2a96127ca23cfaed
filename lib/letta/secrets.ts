import { mutationOptions, queryOptions } from '@tanstack/react-query';
import { type AgentRef, agentKeys } from './agents.ts';
import { lettaClient } from './create-letta-client.ts';

/** A variable that the agent's tools read. Its value is asked for only when a person wants to see it. */
export interface SecretName {
  key: string;
  description: string | null;
}

const secretKeys = {
  agent: (ref: AgentRef) => [...agentKeys.item(ref), 'secrets'] as const,
};

/** The names of the agent's variables, in order. The values the server sends along are dropped at once. */
export function secretNamesQuery(ref: AgentRef) {
  return queryOptions({
    queryKey: secretKeys.agent(ref),
    queryFn: async ({ signal }): Promise<SecretName[]> => {
      const agent = await lettaClient(ref.serverId).agents.retrieve(
        ref.agentId,
        { include: ['agent.secrets'] },
        { signal },
      );
      return (agent.secrets ?? agent.tool_exec_environment_variables ?? [])
        .map(({ key, description }) => ({ key, description: description ?? null }))
        .toSorted((a, b) => a.key.localeCompare(b.key));
    },
  });
}

/** The value of one variable, for showing. Undefined when there is none. */
export async function readSecret(ref: AgentRef, key: string): Promise<string | undefined> {
  return (await readSecrets(ref))[key];
}

/**
 * Sets variables, and removes those whose value is null. The server takes the whole map only, so the others are read
 * just before and sent along.
 */
export function changeSecretsMutation(ref: AgentRef) {
  return mutationOptions({
    mutationFn: async (change: Record<string, string | null>) => {
      const all: Record<string, string | null> = { ...(await readSecrets(ref)), ...change };
      const secrets = Object.fromEntries(
        Object.entries(all).flatMap(([key, value]) => (value === null ? [] : [[key, value]])),
      );
      await lettaClient(ref.serverId).agents.update(ref.agentId, { secrets });
    },
    onSuccess: (_answer, _change, _result, { client }) => client.invalidateQueries({ queryKey: secretKeys.agent(ref) }),
  });
}

async function readSecrets({ serverId, agentId }: AgentRef): Promise<Record<string, string>> {
  const agent = await lettaClient(serverId).agents.retrieve(agentId, { include: ['agent.secrets'] });
  const entries = agent.secrets ?? agent.tool_exec_environment_variables ?? [];
  return Object.fromEntries(entries.map(({ key, value }) => [key, value]));
}
