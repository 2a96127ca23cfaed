import { parser } from '@lezer/python';

const READ = /^os\.environ\[\s*(?:"(\w+)"|'(\w+)')\s*\]$/;
const ALWAYS_THERE = new Set(['PATH', 'HOME', 'LANG', 'TMPDIR']);

/**
 * The variables that Python source reads as `os.environ["NAME"]`, which fails without them. One that it also sets, or
 * asks for first, it can do without.
 */
export function readNeededVariables(source: string): string[] {
  const names = new Set<string>();
  const spared = new Set<string>();
  parser.parse(source).iterate({
    enter: ({ name, from, to }) => {
      if (name !== 'MemberExpression') return;
      const match = READ.exec(source.slice(from, to));
      const variable = match?.[1] ?? match?.[2];
      if (!variable) return;
      names.add(variable);
      if (/^\s*=[^=]/.test(source.slice(to, to + 20))) spared.add(variable);
    },
  });
  for (const [, name] of source.matchAll(/["'](\w+)["']\s+(?:not\s+)?in\s+os\.environ\b/g)) spared.add(name ?? '');
  return [...names].filter((name) => !spared.has(name) && !ALWAYS_THERE.has(name) && !name.startsWith('LETTA_'));
}
