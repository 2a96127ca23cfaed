import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '#e2e/seeded-random.ts';
import { type Day, playDay, type Way } from './play-day.ts';

/** 60 turns and 25 changes, 14 of them in a turn. */
const STEPS: Way[] = [
  ...Array.from<Way>({ length: 46 }).fill('talk'),
  ...Array.from<Way>({ length: 8 }).fill('own tool'),
  ...Array.from<Way>({ length: 6 }).fill('other tool'),
  ...Array.from<Way>({ length: 4 }).fill('hand'),
  ...Array.from<Way>({ length: 2 }).fill('other agent'),
  ...Array.from<Way>({ length: 2 }).fill('library'),
  ...Array.from<Way>({ length: 3 }).fill('closed'),
];

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ade-day-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function live(kind: 'embedded' | 'played', name: string): Promise<Day> {
  const seed = Math.floor(seededRandom(`a day on the ${name} server`)() * 1_000_000);
  const [steps] = fc.sample(fc.shuffledSubarray(STEPS, { minLength: STEPS.length }), { numRuns: 1, seed });
  return await playDay({ kind, steps: steps ?? [], historyFile: join(folder, `${name}-${seed}.db`) });
}

describe.each(['embedded', 'played'] as const)('a day of 60 turns and 25 changes on the %s server', (kind) => {
  it('has every change in its timeline once, in order, with its cause, and gives an older value back', async () => {
    const day = await live(kind, kind);
    expect(day.changes).toHaveLength(25);
    expect(
      day.timeline.map(({ value, cause, agentId, tool, runId }) => ({ value, cause, agentId, tool, runId })),
    ).toEqual([
      { value: 'Name: Sam', cause: 'made', agentId: null, tool: null, runId: null },
      ...day.changes.map(({ way, value, runId }) => ({ value, ...causeOf(day, kind, way, runId) })),
    ]);
    await checkRestore(day);
  }, 120_000);
});

/** What can be known: a server of somebody else's does not say who wrote, so its other agents are found out by looking. */
function causeOf({ agentId, otherId }: Day, kind: 'embedded' | 'played', way: Way, runId: string | null) {
  const none = { agentId: null, tool: null, runId: null };
  if (way === 'closed') return { ...none, cause: 'found' };
  if (way !== 'own tool' && way !== 'other tool') return { ...none, cause: 'saved' };
  if (kind === 'embedded')
    return { cause: 'agent', agentId: way === 'own tool' ? agentId : otherId, tool: 'memory_insert', runId };
  return way === 'own tool' ? { ...none, cause: 'agent', runId } : { ...none, cause: 'found' };
}

async function checkRestore({ server, agentId, blockId, timeline }: Day): Promise<void> {
  const path = `/v1/agents/${agentId}/core-memory/blocks/human`;
  const older = timeline.at(-7)?.value ?? '';
  await server.request(path, { method: 'PATCH', body: JSON.stringify({ value: older }) });
  expect(await server.call('GET', path)).toMatchObject({ value: older });
  const after = await server.timeline(blockId);
  expect(after).toHaveLength(timeline.length + 1);
  expect(after.at(-1)).toMatchObject({ value: older, cause: 'saved' });
}
