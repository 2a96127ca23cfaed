/** One measured number of the embedded server, beside the real server's and what it has to be. */
export interface ServerFigure {
  name: string;
  value: number;
  unit: 'ms' | 's' | 'MB' | 'events/s';
  /** At most this much; for a rate, at least. Null where a figure is only told. */
  budget: number | null;
  /** What the real server 0.16.8 took, from its measured speed; null where it was not measured. */
  original: number | null;
  note?: string;
}

/** Prints a figure and tells whether it is within its budget. */
export function printServerFigure({ name, value, unit, budget, original, note }: ServerFigure): boolean {
  const isRate = unit === 'events/s';
  const isWithin = budget === null || (isRate ? value >= budget : value <= budget);
  const limit = budget === null ? '' : `${isRate ? '≥' : '≤'} ${budget}`;
  const verdict = budget === null ? '' : isWithin ? 'ok' : 'OVER';
  const columns = [name.padEnd(58), format(value, unit).padStart(16), limit.padStart(9), verdict.padEnd(5)];
  console.log([...columns, original === null ? '' : `real: ${format(original, unit)}`, note ?? ''].join(' ').trimEnd());
  return isWithin;
}

function format(value: number, unit: string): string {
  return `${value >= 1_000 ? Math.round(value).toLocaleString('en-US') : value.toFixed(value < 10 ? 2 : 1)} ${unit}`;
}
