import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { findPython } from '#server/embedded/tools/find-python.ts';
import { shortPath } from './data-folder.ts';

/** What the settings page shows about this installation. `python` is null when there is none that tools can run with. */
export interface About {
  version: string;
  node: string;
  home: string;
  python: string | null;
}

const packageSchema = z.object({ version: z.string() });

/** A function that answers with the facts about this installation. */
export function createAboutReader(home: string): () => Promise<About> {
  const facts = { version: readVersion(), node: process.versions.node, home: shortPath(home) };
  return async () => {
    const python = await findPython();
    return { ...facts, python: 'version' in python ? python.version : null };
  };
}

function readVersion(): string {
  const path = join(dirname(import.meta.dirname), 'package.json');
  return packageSchema.parse(JSON.parse(readFileSync(path, 'utf8'))).version;
}
