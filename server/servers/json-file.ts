import { chmod, mkdir, readFile, rename } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { z } from 'zod';
import type { Log } from '#server/log.ts';
import { writeFileAtomically } from '#server/write-file-atomically.ts';

/** A small JSON file held in memory. `update` calls run one after another; the new value counts once it is on disk. */
export interface JsonFile<T> {
  read(): T;
  update<R>(change: (value: T) => { value: T; result: R }): Promise<R>;
}

export interface JsonFileOptions<T> {
  path: string;
  schema: z.ZodType<T>;
  fallback: T;
  /** Keep the previous content as `<file>.bak`. Not for secrets: a deleted one must be gone. */
  keepsBackup: boolean;
  log: Log;
}

/** Opens the file, or starts with the fallback. An unreadable content is moved aside, never overwritten. */
export async function openJsonFile<T>(options: JsonFileOptions<T>): Promise<JsonFile<T>> {
  await mkdir(dirname(options.path), { recursive: true, mode: 0o700 });
  let current: T = await load(options);
  let queue: Promise<unknown> = Promise.resolve();
  return {
    read: () => current,
    update: (change) => {
      const step = queue.then(async () => {
        const { value, result } = change(current);
        if (value !== current) await store(options, current, value);
        current = value;
        return result;
      });
      queue = step.catch(() => undefined);
      return step;
    },
  };
}

async function load<T>(options: JsonFileOptions<T>): Promise<T> {
  const text = await readText(options.path);
  if (text === undefined) return options.fallback;
  await chmod(options.path, 0o600);
  return parse(options, text) ?? (await recover(options));
}

async function recover<T>(options: JsonFileOptions<T>): Promise<T> {
  const { path, log, fallback } = options;
  const aside = `${path}.corrupt-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`;
  await rename(path, aside);
  const backup = options.keepsBackup ? await readText(`${path}.bak`) : undefined;
  const restored = backup === undefined ? undefined : parse(options, backup);
  log.warn(
    `${basename(path)} could not be read, so it was kept as ${basename(aside)}. ` +
      (restored ? 'The copy from before the last change is used instead.' : 'It starts empty.'),
  );
  return restored ?? fallback;
}

async function store<T>({ path, keepsBackup }: JsonFileOptions<T>, previous: T, value: T): Promise<void> {
  if (keepsBackup) await writeFileAtomically(`${path}.bak`, toText(previous));
  await writeFileAtomically(path, toText(value));
}

function parse<T>({ schema }: JsonFileOptions<T>, text: string): T | undefined {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function toText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
