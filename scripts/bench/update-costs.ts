interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  ts: number;
  /** Microseconds, and of those the ones on the processor. */
  dur?: number;
  tdur?: number;
  args?: { name?: string };
}

/**
 * The work of the page's main thread for each update, in milliseconds of processor time: everything from one picture
 * with new text to the next, as a trace tells it. The probe marks those pictures.
 */
export function updateCosts(trace: Buffer): number[] {
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] };
  const marks = traceEvents.filter(({ name }) => name === 'bench-update').toSorted((a, b) => a.ts - b.ts);
  const [first] = marks;
  if (!first) return [];
  const isTask = ({ name, ph, pid, tid }: TraceEvent) =>
    ph === 'X' && name.endsWith('RunTask') && pid === first.pid && tid === first.tid;
  const tasks = traceEvents.filter(isTask).toSorted((a, b) => a.ts - b.ts);
  const costs: number[] = [];
  let next = tasks.findIndex(({ ts }) => ts > first.ts);
  for (const mark of marks.slice(1)) {
    let cost = 0;
    for (let task = tasks[next]; task && task.ts <= mark.ts; task = tasks[next]) {
      cost += (task.tdur ?? task.dur ?? 0) / 1000;
      next += 1;
    }
    costs.push(cost);
  }
  return costs;
}
