import { formatDuration, formatNumber } from '#lib/format.ts';

const UNKNOWN = 'not reported';

/** A count, or that nobody reported one. */
export function reportedCount(value: number | null | undefined): string {
  return typeof value === 'number' ? formatNumber(value) : UNKNOWN;
}

/** A duration in nanoseconds, or that nobody reported one. */
export function reportedDuration(nanoseconds: number | null | undefined): string {
  return typeof nanoseconds === 'number' ? formatDuration(nanoseconds / 1e6) : UNKNOWN;
}

/** A text, or that nobody reported one. */
export function reported(value: string | null | undefined): string {
  return value || UNKNOWN;
}
