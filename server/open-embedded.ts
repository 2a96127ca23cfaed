import type { MemoryWrite } from '#server/embedded/embedded-context.ts';
import type { McpPolicy } from '#server/embedded/mcp/mcp-pool.ts';
import type { ModelKeys } from '#server/embedded/model-keys.ts';
import type { Backend } from './backend.ts';

/** Opens the embedded server on a folder; the composition takes it as a parameter, so that it can be tested without it. */
export type OpenEmbedded = (options: {
  folder: string;
  keys: ModelKeys;
  password?: string | undefined;
  mcp?: McpPolicy | undefined;
  onMemoryWrite?: ((write: MemoryWrite) => void) | undefined;
  log(line: string): void;
}) => Promise<Backend>;
