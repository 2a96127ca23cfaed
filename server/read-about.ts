import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { findPython } from '#server/embedded/tools/find-python.ts';
import { findSandbox, type Sandbox } from '#server/embedded/tools/find-sandbox.ts';
import { shortPath } from './data-folder.ts';

/** What the settings page shows about this installation. `python` is null when there is none that tools can run with. */
export interface About {
  version: string;
  node: string;
  home: string;
  python: string | null;
  /** Whether Python tools are confined; if not, why, and what would change it. */
  sandbox: Sandbox;
}

const packageSchema = z.object({ version: z.string() });

/** A function that answers with the facts about this installation. */
export function createAboutReader(home: string): () => Promise<About> {
  const facts = { version: readVersion(), node: process.versions.node, home: shortPath(home) };
  return async () => {
    const [python, sandbox] = await Promise.all([findPython(), findSandbox()]);
    return { ...facts, python: 'version' in python ? python.version : null, sandbox };
  };
}

function readVersion(): string {
  const path = join(dirname(import.meta.dirname), 'package.json');
  return packageSchema.parse(JSON.parse(readFileSync(path, 'utf8'))).version;
}
