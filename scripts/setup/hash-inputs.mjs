import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const NOT_BUILT = /\.test\.tsx?$/;

/** One hash over the names and contents of these files and folders; tests are left out, as they are not built. */
export function hashInputs(root, names) {
  const hash = createHash('sha256');
  for (const name of names) addPath(hash, root, name);
  return hash.digest('hex');
}

function addPath(hash, root, name) {
  const path = join(root, name);
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return;
  if (found.isDirectory()) {
    for (const entry of readdirSync(path).sort()) addPath(hash, root, `${name}/${entry}`);
  } else if (!NOT_BUILT.test(name)) {
    const content = readFileSync(path);
    hash.update(`${name}\0${content.length}\0`).update(content);
  }
}
