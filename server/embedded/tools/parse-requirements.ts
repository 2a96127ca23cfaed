const MOST_REQUIREMENTS = 50;
const LONGEST = 200;

const NAME = '[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?';
const CLAUSE = '(?:===|==|!=|~=|<=|>=|<|>)\\s*[A-Za-z0-9][A-Za-z0-9.!+_-]*(?:\\.\\*)?';
const REQUIREMENT = new RegExp(
  `^(?<name>${NAME})\\s*(?<extras>\\[\\s*${NAME}(?:\\s*,\\s*${NAME})*\\s*\\])?\\s*(?<clauses>${CLAUSE}(?:\\s*,\\s*${CLAUSE})*)?$`,
);

/**
 * Reads requirements of pip in the forms `name`, `name[extra]` and `name==1.2, <2`, and writes them alike and in order, each
 * once. Whatever could make pip do something else (options, addresses, paths, markers) is a problem, as a sentence.
 */
export function parseRequirements(requirements: readonly string[]): string[] | { problem: string } {
  if (requirements.length > MOST_REQUIREMENTS)
    return {
      problem: `A tool can have at most ${MOST_REQUIREMENTS} requirements; this one has ${requirements.length}.`,
    };
  const parsed = new Set<string>();
  for (const requirement of requirements) {
    const parts = requirement.length <= LONGEST ? REQUIREMENT.exec(requirement.trim())?.groups : undefined;
    if (!parts) return { problem: describe(requirement) };
    const { name = '', extras = '', clauses = '' } = parts;
    parsed.add(`${name.toLowerCase().replaceAll(/[._-]+/g, '-')}${`${extras}${clauses}`.replaceAll(/\s/g, '')}`);
  }
  return [...parsed].sort();
}

function describe(requirement: string): string {
  const shown = JSON.stringify(requirement.slice(0, LONGEST));
  return `${shown} is not a requirement that tools can have. Write a package name, with a version if you like, for example requests==2.32.3; no options, addresses, paths or conditions.`;
}
