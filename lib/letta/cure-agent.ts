import { mutationOptions } from '@tanstack/react-query';
import type { Cure } from '#lib/agent-doctor/finding.ts';
import { mendRule } from '#lib/agent-doctor/mend-rules.ts';
import { type AgentState, agentKeys, type ThreadRef } from './agents.ts';
import { contextKeys } from './context-window.ts';
import { lettaClient } from './create-letta-client.ts';
import { cancelRun } from './messages.ts';
import { recompilePrompt } from './running-prompt.ts';
import { runKeys } from './runs.ts';
import { rulesOf, type ToolRule } from './tool-rules.ts';
import { refreshAgentTools } from './tools.ts';

/** Does what one button of the agent's check says, and nothing else. */
export function cureAgentMutation(ref: ThreadRef) {
  return mutationOptions({
    mutationFn: (cure: Cure) => applyCure(ref, cure),
    onSuccess: async (_answer, _cure, _result, { client }) => {
      await Promise.all([
        client.invalidateQueries({ queryKey: agentKeys.item(ref) }),
        client.invalidateQueries({ queryKey: runKeys.agent(ref) }),
        client.invalidateQueries({ queryKey: contextKeys.agent(ref) }),
        refreshAgentTools(client, ref),
      ]);
    },
  });
}

async function applyCure(ref: ThreadRef, cure: Cure): Promise<void> {
  switch (cure.kind) {
    case 'cancel-run':
      return await cancelRun(ref, cure.runId);
    case 'detach-tool':
      await lettaClient(ref.serverId).agents.tools.detach(cure.toolId, { agent_id: ref.agentId });
      return;
    case 'recompile':
      return await recompilePrompt(ref);
    case 'mend-rule':
      return await saveMendedRule(ref, cure.rule, cure.missing);
  }
}

/** The rules are read just before: what was changed meanwhile stays. A rule that is gone already is as wanted. */
async function saveMendedRule({ serverId, agentId }: ThreadRef, rule: ToolRule, missing: string[]): Promise<void> {
  const { agents } = lettaClient(serverId);
  const mended = mendRule(rulesOf(await agents.retrieve(agentId)), rule, missing);
  if (mended) await agents.update(agentId, { tool_rules: mended as NonNullable<AgentState['tool_rules']> });
}
