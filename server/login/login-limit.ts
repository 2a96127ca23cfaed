/** How often a wrong password may be tried, by whomever: the process cannot tell callers apart. */
export interface LoginLimit {
  /** Counts a try; or how many milliseconds to wait for the next one, which is then not counted. */
  take(): number;
  /** The try taken last was right and does not count. */
  giveBack(): void;
}

const LIMITS = [
  { most: 5, withinMs: 60_000 },
  { most: 20, withinMs: 3_600_000 },
];

/** Five tries a minute, twenty an hour. */
export function createLoginLimit(now: () => number = () => performance.now()): LoginLimit {
  const tries: number[] = [];
  return {
    take: () => {
      const time = now();
      const waits = LIMITS.map(({ most, withinMs }) => (tries.at(-most) ?? Number.NEGATIVE_INFINITY) + withinMs - time);
      const wait = Math.max(...waits);
      if (wait > 0) return wait;
      tries.push(time);
      if (tries.length > 20) tries.shift();
      return 0;
    },
    giveBack: () => void tries.pop(),
  };
}
