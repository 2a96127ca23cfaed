import { join } from 'node:path';
import { newId } from '#server/embedded/ids.ts';
import { insertPassages, type NewPassageRow } from '#server/embedded/store/archives.ts';
import { insertMessages, type NewMessage } from '#server/embedded/store/messages.ts';
import { type Database, openDatabase } from '#server/embedded/store/open-database.ts';
import { nowIso } from '#server/embedded/times.ts';
import { vectorOf } from './bench-model.ts';

const BATCH = 500;

/** Fills the folder of a stopped server, `server` or `embedded` in its home: what took hours over HTTP takes seconds here. */
export async function seed(folder: string, fill: (db: Database) => Promise<void>): Promise<void> {
  const db = openDatabase(join(folder, 'letta.db'));
  try {
    await fill(db);
  } finally {
    await db.destroy();
  }
}

/** Gives an agent that many messages more, outside its context window. */
export async function seedMessages(db: Database, agentId: string, count: number): Promise<void> {
  await inBatches(count, async (numbers) => {
    const rows = numbers.map(
      (number): NewMessage => ({
        id: newId('message'),
        agent_id: agentId,
        role: number % 2 === 0 ? 'user' : 'assistant',
        content: JSON.stringify([{ type: 'text', text: `Message ${number} of a long life.` }]),
        created_at: nowIso(),
      }),
    );
    await insertMessages(db, rows);
  });
}

/** Gives an archive that many passages more; every tenth has the tag `tenth`. */
export async function seedPassages(db: Database, archiveId: string, count: number): Promise<void> {
  await inBatches(count, async (numbers) => {
    const rows = numbers.map((number): NewPassageRow => {
      const now = nowIso();
      return {
        id: newId('passage'),
        archive_id: archiveId,
        text: `Passage ${number} of a large archive.`,
        tags: number % 10 === 0 ? '["tenth"]' : '[]',
        metadata: '{}',
        embedding: Buffer.from(vectorOf(number).buffer),
        created_at: now,
        updated_at: now,
      };
    });
    await insertPassages(db, rows);
  });
}

async function inBatches(count: number, insert: (numbers: number[]) => Promise<void>): Promise<void> {
  for (let start = 0; start < count; start += BATCH) {
    const numbers = Array.from({ length: Math.min(BATCH, count - start) }, (_, index) => start + index);
    await insert(numbers);
  }
}
