import type { ClientTool } from '#lib/runs/send-intent.ts';

/** A tool as a person declared it, or the sentence that says what is wrong with it. */
export function readClientTool(
  draft: { name: string; description: string; parameters: string },
  known: ClientTool[],
): { tool: ClientTool } | { problem: string } {
  const name = draft.name.trim();
  if (!/^[A-Za-z_][A-Za-z0-9_-]{0,63}$/.test(name))
    return { problem: 'Give the tool a name of letters, digits, hyphens and underscores, at most 64.' };
  if (known.some((tool) => tool.name === name)) return { problem: `There is a client tool ${name} already.` };
  try {
    const parameters: unknown = JSON.parse(draft.parameters);
    if (typeof parameters !== 'object' || parameters === null || Array.isArray(parameters))
      return { problem: 'The parameters must be a JSON schema: an object with "type" and "properties".' };
    return { tool: { name, description: draft.description.trim(), parameters: { ...parameters } } };
  } catch (error) {
    return { problem: `The parameters are not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
}
