import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const { scripts, bin } = JSON.parse(read('package.json')) as { scripts: Record<string, string>; bin?: unknown };

/** What a user reads. What is for those who change the code stands in CONTRIBUTING.md, and under “Develop”. */
const PAGES = [
  'README.md',
  'SECURITY.md',
  ...readdirSync(new URL('../docs', import.meta.url), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md') && !name.startsWith('decisions'))
    .map((name) => `docs/${name}`),
];

it('T8 no command starts the development server of Next past the gate', () => {
  expect(bin).toBeUndefined();
  for (const [name, command] of Object.entries(scripts)) expect(command, name).not.toMatch(/next (?:dev|start)/);
  const isDev = Object.entries(scripts).filter(([, command]) => command.includes('--dev'));
  expect(isDev).toEqual([['dev', expect.stringMatching(/ server\/main\.ts --dev$/)]]);
});

it.each(PAGES)('T8 %s leads no user to the development server', (page) => {
  const [forUsers = ''] = read(page).split('\n## Develop\n');
  expect(forUsers).not.toMatch(/next dev|npm run dev|--dev\b/);
});
