import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const EVERY_MS = 2_000;

// Loaded into a process that is watched: what it holds then is what it keeps, not what it has not thrown away yet.
setFlagsFromString('--expose-gc');
setInterval(runInNewContext('gc'), EVERY_MS).unref();
