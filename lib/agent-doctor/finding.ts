import type { ToolRule } from '#lib/letta/tool-rules.ts';
import type { AgentEvidence, Known } from './agent-evidence.ts';

/** What a button beside a finding does at once. */
export type Cure =
  | { kind: 'cancel-run'; runId: string }
  | { kind: 'mend-rule'; rule: ToolRule; missing: string[] }
  | { kind: 'detach-tool'; toolId: string; toolName: string }
  | { kind: 'recompile' };

/** What a button beside a finding opens: there a person decides. */
export type Remedy =
  | { kind: 'choose-model' }
  | { kind: 'choose-embedding' }
  | { kind: 'open-block'; blockId: string }
  | { kind: 'set-variable'; name: string }
  | { kind: 'compact' };

/** Where a button beside a finding leads. */
export type Place =
  | { kind: 'open-thread'; conversationId: string | null }
  | { kind: 'open-run'; runId: string }
  | { kind: 'open-tool'; toolId: string }
  | { kind: 'open-mcp-server'; key: string };

export type Fix = Cure | Remedy | Place;

/** How much is in the way: the agent cannot go on, or something of it goes wrong. */
export type Severity = 'stops' | 'warning';

/** Something wrong with an agent, with what was seen and what would help. */
export interface Finding {
  id: string;
  severity: Severity;
  title: string;
  evidence: string;
  fix: Fix | null;
}

/** What one look at an agent came to. */
export interface Look {
  findings: Finding[];
  /** What was looked at, with its number. Empty when nothing could be. */
  looked: string;
  /** What could not be looked at, and why. */
  unknown: string[];
}

/** Looks at one side of an agent. */
export type Check = (evidence: AgentEvidence) => Look;

/** The look at something that may not be known: then nothing is found, and that is said. */
export function lookAt<T>(known: Known<T>, what: string, look: (value: T) => Look): Look {
  return 'value' in known
    ? look(known.value)
    : { findings: [], looked: '', unknown: [`${what} could not be looked at. ${known.problem}`] };
}

/** Several looks as one. */
export function joinLooks(...looks: Look[]): Look {
  return {
    findings: looks.flatMap((look) => look.findings),
    looked: looks.flatMap((look) => look.looked || []).join(', '),
    unknown: [...new Set(looks.flatMap((look) => look.unknown))],
  };
}
