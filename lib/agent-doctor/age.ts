/** How long ago a date was, in milliseconds; null without one. The original leaves the time zone out, and means UTC. */
export function ageOf(date: string | null | undefined, now: number): number | null {
  if (!date) return null;
  const time = Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/.test(date) ? date : `${date}Z`);
  return Number.isNaN(time) ? null : Math.max(0, now - time);
}
