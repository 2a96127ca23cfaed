import { StartError } from './start-error.ts';

const OLDEST = [22, 19] as const;

/** Throws `StartError` when this Node cannot run the server. Imports nothing that an older one could not load. */
export function requireNode(version: string = process.versions.node): void {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  throw new StartError(
    `Letta ADE needs Node ${OLDEST.join('.')} or newer; this is Node ${version}.`,
    'Install Node 24 from https://nodejs.org, or use npm start, which brings its own where it can.',
  );
}
