import { describe, expect, test } from 'vitest';
import { buildSeatbeltProfile } from './seatbelt-profile.ts';

const rights = {
  interpreter: { folders: ['/opt/homebrew/lib/python3.12'], files: ['/opt/homebrew/bin/python3.12'] },
  runner: '/Users/ada/letta-ade/server/embedded/tools/python-runner.py',
  workspace: '/private/var/folders/x/T/letta-tool-1',
};

/** The filters of each rule, by its operation. */
function readRules(profile: string): Map<string, string[]> {
  const rules = profile.split(/\n(?=\()/).map((rule) => rule.replace(/\)\s*$/, '').split('\n  '));
  return new Map(rules.map(([head = '', ...filters]) => [head.replace('(allow ', ''), filters]));
}

describe('buildSeatbeltProfile', () => {
  const profile = buildSeatbeltProfile(rights);
  const rules = readRules(profile);

  test('denies what it does not name, and names no network', () => {
    expect(profile.split('\n').slice(0, 2)).toEqual(['(version 1)', '(deny default)']);
    expect(profile).not.toMatch(/network|mach-lookup|\(allow default|\(allow file-read\*\)|\(allow file-write\*\)/);
  });

  test('writes go to the folder of the call and to devices', () => {
    expect(rules.get('file-write*')).toEqual([
      `(subpath "${rights.workspace}")`,
      ...['null', 'zero', 'random', 'urandom'].map((name) => `(literal "/dev/${name}")`),
    ]);
  });

  test('reads are Python, the system and the folder of the call', () => {
    const reads = rules.get('file-read*') ?? [];
    expect(reads).toEqual(
      expect.arrayContaining([
        '(subpath "/opt/homebrew/lib/python3.12")',
        '(literal "/opt/homebrew/bin/python3.12")',
        `(literal "${rights.runner}")`,
        `(subpath "${rights.workspace}")`,
        '(subpath "/usr/lib")',
      ]),
    );
    expect(reads.filter((rule) => /"\/(Users|home|etc|private\/etc)/.test(rule))).toEqual([
      `(literal "${rights.runner}")`,
    ]);
  });

  test('of folders above these only that they are there', () => {
    const above = rules.get('file-read-metadata') ?? [];
    expect(above).toEqual(
      expect.arrayContaining(['(literal "/")', '(literal "/Users/ada")', '(literal "/private/var")']),
    );
    expect(above.every((rule) => rule.startsWith('(literal '))).toBe(true);
  });

  test.each(['/tmp/a"b', '/tmp/a\nb', '/tmp/a\\b', 'relative'])(
    'a path that could add a rule is refused: %j',
    (workspace) => {
      expect(() => buildSeatbeltProfile({ ...rights, workspace })).toThrow('A sandbox cannot be made for the path');
    },
  );
});
