import { useMutation } from '@tanstack/react-query';
import {
  attachToolMutation,
  createToolMutation,
  type Tool,
  type ToolCreateParams,
  updateToolMutation,
} from '#lib/letta/tools.ts';

interface SaveToolParts {
  serverId: string;
  tool: Tool | null;
  agentId: string | null;
  onSaved: (tool: Tool) => void;
  onDone: () => void;
}

/** Saves a tool; a new one goes to the open agent, if there is one. */
export function useSaveTool({ serverId, tool, agentId, onSaved, onDone }: SaveToolParts) {
  const create = useMutation(createToolMutation(serverId));
  const update = useMutation(updateToolMutation(serverId));
  const attach = useMutation(attachToolMutation({ serverId, agentId: agentId ?? '' }));
  const save = useMutation({
    mutationFn: async (params: ToolCreateParams) => {
      if (tool?.id) return await update.mutateAsync({ toolId: tool.id, params });
      const made = await create.mutateAsync(params);
      if (agentId !== null) await attach.mutateAsync(made.id);
      return made;
    },
    onSuccess: (saved) => {
      onDone();
      onSaved(saved);
    },
  });
  return {
    error: save.error,
    isSaving: save.isPending,
    save: (params: ToolCreateParams) => {
      if (!save.isPending) save.mutate(params);
    },
  };
}
