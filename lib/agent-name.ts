/** What Letta takes for an agent's name: letters of any language, digits, spaces, and _ ' - */
const PATTERN = /^[\p{L}\p{N}_ '-]+$/u;

/** Why this cannot be an agent's name; undefined when it can. */
export function agentNameProblem(name: string): string | undefined {
  if (name.trim() === '') return 'An agent needs a name.';
  return PATTERN.test(name) ? undefined : 'Use letters, digits, spaces, hyphens, underscores and apostrophes.';
}
