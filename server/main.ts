import { log } from './log.ts';
import { requireNode } from './require-node.ts';
import { StartError } from './start-error.ts';

try {
  requireNode();
  // Loaded after the check: an older Node would fail on one of its modules, with a worse sentence.
  const { run } = await import('./run.ts');
  await run(process.argv.slice(2));
} catch (error) {
  if (error instanceof StartError) log.error(`${error.message} ${error.next}`);
  else log.error('Letta ADE could not start; please report this', error);
  process.exit(1);
}
