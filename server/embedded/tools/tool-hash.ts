import { createHash } from 'node:crypto';

/** The hash of a tool's source, as it stands in the tool's metadata. */
export function toolHash(source: string): string {
  return createHash('sha256').update(source).digest('hex').slice(0, 12);
}
