import type { AgentEvidence } from './agent-evidence.ts';
import { checkMcp } from './check-mcp.ts';
import { checkContext, checkMemory, checkModels, checkPrompt } from './check-memory.ts';
import { checkApprovals, checkLastTurn, checkRuns } from './check-runs.ts';
import { checkRules, checkTools, checkVariables } from './check-tools.ts';
import { type Check, joinLooks, type Look, type Severity } from './finding.ts';

const CHECKS: readonly Check[] = [
  checkApprovals,
  checkRuns,
  checkLastTurn,
  checkModels,
  checkTools,
  checkRules,
  checkMcp,
  checkVariables,
  checkMemory,
  checkPrompt,
  checkContext,
];

const ORDER: Record<Severity, number> = { stops: 0, warning: 1 };

/** How a severity is said. */
export const SEVERITY_WORDS: Record<Severity, string> = {
  stops: 'in the way',
  warning: 'look at this',
};

/** Goes through everything that may be wrong with an agent: what is most in the way comes first. */
export function examineAgent(evidence: AgentEvidence): Look {
  const look = joinLooks(...CHECKS.map((check) => check(evidence)));
  return { ...look, findings: look.findings.toSorted((a, b) => ORDER[a.severity] - ORDER[b.severity]) };
}

/** What was found, as text to hand on. It holds no value of a variable: none was ever here. */
export function toAgentReport({ agent, now }: AgentEvidence, { findings, looked, unknown }: Look): string {
  const lines = findings.map(
    ({ severity, title, evidence }) => `- ${title} (${SEVERITY_WORDS[severity]}). ${evidence}`,
  );
  return [
    `# Check of ${agent.name} (${agent.id})`,
    '',
    `${new Date(now).toISOString()} by the clock of the computer it was made on, and so are all ages.`,
    '',
    ...(lines.length > 0 ? lines : ['Nothing was found.']),
    '',
    `Looked at: ${looked}.`,
    ...(unknown.length > 0 ? ['', 'Not looked at:', ...unknown.map((each) => `- ${each}`)] : []),
    '',
  ].join('\n');
}
