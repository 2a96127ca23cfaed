import { useMutation } from '@tanstack/react-query';
import {
  attachToolMutation,
  createToolMutation,
  type Tool,
  type ToolCreateParams,
  updateToolMutation,
} from '#lib/letta/tools.ts';
import { type ToolDraft, toParams } from './tool-draft.ts';

interface SaveToolParts {
  serverId: string;
  tool: Tool | null;
  agentId: string | null;
  onSaved: (saved: Tool, sent: ToolDraft) => void;
}

/** Saves a tool; a new one goes to the open agent, if there is one. */
export function useSaveTool({ serverId, tool, agentId, onSaved }: SaveToolParts) {
  const create = useMutation(createToolMutation(serverId));
  const update = useMutation(updateToolMutation(serverId));
  const attach = useMutation(attachToolMutation({ serverId, agentId: agentId ?? '' }));
  const save = useMutation({
    mutationFn: async ({ params }: { params: ToolCreateParams; draft: ToolDraft }) => {
      if (tool?.id) return await update.mutateAsync({ toolId: tool.id, params });
      const made = await create.mutateAsync(params);
      if (agentId !== null) await attach.mutateAsync(made.id);
      return made;
    },
    onSuccess: (saved, { draft }) => onSaved(saved, draft),
  });
  return {
    error: save.error,
    isSaving: save.isPending,
    save: (draft: ToolDraft, schema: Record<string, unknown>) => {
      if (!save.isPending) save.mutate({ params: toParams(draft, schema), draft });
    },
  };
}
