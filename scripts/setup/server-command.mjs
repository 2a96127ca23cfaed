import { join } from 'node:path';

/** How Node runs the server in production: the arguments before its own, and what its environment needs. */
export function serverCommand(root) {
  return {
    // Small spaces for young objects: 10 MB less when idle, and no slower where it was measured.
    args: ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=2', join(root, 'server', 'main.ts')],
    env: {
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      // Saves a third of the start. Inside node_modules nobody else can write to it, and an install clears it.
      NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'letta-ade'),
    },
  };
}
