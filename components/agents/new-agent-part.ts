import type { NewAgentForm } from '#lib/letta/new-agent.ts';

/** What each part of the form for a new agent gets. */
export interface NewAgentPartProps {
  serverId: string;
  form: NewAgentForm;
  /** By the names of fields and the ids of blocks and messages. */
  problems: Map<string, string>;
  change: (change: Partial<NewAgentForm>) => void;
}
