import type { BlockVersion } from '#lib/letta/block-history.ts';

/** Who gave a block a value, in words; `agentName` is the name of the agent, where it is known. */
export function describeCause({ cause, agentId, tool, runId }: BlockVersion, agentName: string | null): string {
  switch (cause) {
    case 'made':
      return 'Made with this value';
    case 'saved':
      return 'Saved here';
    case 'agent':
      return `${agentName ?? (agentId ? 'Another agent' : 'The agent')} changed it${tool ? ` (${tool})` : ''}`;
    default:
      return runId ? 'Changed in a turn' : 'Found so: changed elsewhere, or there at the first look';
  }
}
