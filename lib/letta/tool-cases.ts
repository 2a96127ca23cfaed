import { mutationOptions, queryOptions } from '@tanstack/react-query';
import type { ToolCase } from '#lib/tool-cases/tool-case.ts';
import { requestJson } from './request-json.ts';

export type { ToolCase };

interface ToolName {
  serverId: string;
  toolName: string;
}

const toolCaseKeys = {
  tool: ({ serverId, toolName }: ToolName) => ['tool-cases', serverId, toolName] as const,
};

/** The saved cases of a tool, oldest first: kept by the ADE, not by the Letta server. */
export function toolCasesQuery(tool: ToolName) {
  return queryOptions({
    queryKey: toolCaseKeys.tool(tool),
    queryFn: ({ signal }) => requestJson<ToolCase[]>(casesPath(tool), { signal }),
  });
}

/** Adds a case, or replaces the one with its id. */
export function saveToolCaseMutation(tool: ToolName) {
  return mutationOptions({
    mutationFn: (saved: ToolCase) =>
      requestJson<ToolCase>(`${casesPath(tool)}/${saved.id}`, { method: 'PUT', body: saved }),
    onSuccess: (_answer, _case, _result, { client }) => client.invalidateQueries({ queryKey: toolCaseKeys.tool(tool) }),
  });
}

/** Deletes a case. */
export function deleteToolCaseMutation(tool: ToolName) {
  return mutationOptions({
    mutationFn: (id: string) => requestJson<null>(`${casesPath(tool)}/${id}`, { method: 'DELETE' }),
    onSuccess: (_answer, _id, _result, { client }) => client.invalidateQueries({ queryKey: toolCaseKeys.tool(tool) }),
  });
}

function casesPath({ serverId, toolName }: ToolName): string {
  return `/api/tool-cases/${encodeURIComponent(serverId)}/${encodeURIComponent(toolName)}`;
}
