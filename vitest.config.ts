import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['lib/**/*.test.ts', 'server/**/*.test.ts', 'scripts/**/*.test.ts', 'components/**/*.test.ts'],
    environment: 'node',
    testTimeout: 20_000,
    // Its own choice leaves a core free, which is half of a small machine; much of the work is waiting for processes.
    maxWorkers: Math.max(2, availableParallelism() - 1),
  },
});
