import { type DrivenRun, driveRun, type Opened } from './drive-run.ts';
import { createEventOrder, type EventOrder } from './order-events.ts';
import { endRun, type RunEvent, reduceRun } from './reduce-run.ts';
import type { RunPorts, RunReport } from './run-ports.ts';
import { IDLE_RUN, type RunState } from './run-state.ts';

/** The run a store shows: puts its events in order, joins them once per picture, and sees it to its end. */
export interface LiveRun {
  /** Replaces the run by another one. The signal aborts when it is replaced in turn. */
  begin(run: RunState): AbortSignal;
  change(patch: Partial<RunState>): void;
  /** Events in order, each once. */
  show(events: RunEvent[]): void;
  /** Joins everything that has come. */
  catchUp(): void;
  /** Follows the run until it ends or is replaced. */
  drive(opened: Opened | null, signal: AbortSignal): Promise<void>;
  /** Stops following; what has come stays. */
  leave(): void;
}

interface Cell {
  get(): RunState;
  set(run: RunState): void;
  /** After every change that events made. */
  onChange(): void;
}

/** How long an event is waited for that others have overtaken. */
const OVERTAKEN_MS = 250;

const LOST = {
  title: 'The message did not arrive',
  message: 'The connection broke before the server had it.',
  next: 'Send it again.',
};

export function createLiveRun(ports: RunPorts, { get, set, onChange }: Cell): LiveRun {
  let driving = new AbortController();
  let order: EventOrder = createEventOrder(0);
  let pending: RunEvent[] = [];
  let isScheduled = false;
  let overtaken: ReturnType<typeof setTimeout> | undefined;

  function flush(): void {
    isScheduled = false;
    const events = pending;
    pending = [];
    if (events.length === 0) return;
    // With the change and not before it: a tab that comes in between is told the run as it is, and then what follows.
    ports.onEvents(events);
    set(events.reduce(reduceRun, get()));
    if (events.some(isToolReturn)) void ports.onServerChange('tool').catch(() => undefined);
    onChange();
  }
  function show(events: RunEvent[]): void {
    if (events.length === 0) return;
    pending.push(...events);
    if (isScheduled) return;
    isScheduled = true;
    ports.schedule(flush);
  }
  function receive(events: RunEvent[]): void {
    show(order.accept(events));
    clearTimeout(overtaken);
    if (order.isHolding) overtaken = setTimeout(() => show(order.release()), OVERTAKEN_MS);
  }
  function catchUp(): void {
    clearTimeout(overtaken);
    show(order.release());
    flush();
  }
  async function end(run: RunState): Promise<void> {
    set(endRun(run, Date.now()));
    onChange();
    await ports.onServerChange('end').catch(() => undefined);
  }
  /** A run that was replaced must not write over its successor. */
  function drivenBy(signal: AbortSignal): DrivenRun {
    const whileMine =
      <Args extends unknown[]>(action: (...args: Args) => void) =>
      (...args: Args) =>
        signal.aborted ? undefined : action(...args);
    return {
      state: () => {
        whileMine(flush)();
        return get();
      },
      receive: whileMine(receive),
      change: whileMine((patch) => set({ ...get(), ...patch })),
      lose: whileMine(() => set({ ...IDLE_RUN, status: 'failed', error: LOST })),
      finish: async () => {
        catchUp();
        await end(get());
      },
      settle: async (report) => {
        // What waits for a number that never came would leave a hole in the text. History has all of it.
        clearTimeout(overtaken);
        flush();
        await end({ ...get(), ...endOf(report, get()) });
      },
    };
  }
  return {
    begin(run) {
      driving.abort();
      driving = new AbortController();
      clearTimeout(overtaken);
      order = createEventOrder(run.lastSeq);
      pending = [];
      set(run);
      return driving.signal;
    },
    change: (patch) => set({ ...get(), ...patch }),
    show,
    catchUp,
    drive: (opened, signal) => driveRun(opened, drivenBy(signal), ports, signal),
    leave: () => driving.abort(),
  };
}

function endOf({ stopReason, usage, error }: RunReport, run: RunState): Partial<RunState> {
  return { stopReason: stopReason ?? run.stopReason ?? 'unknown', usage: usage ?? run.usage, error };
}

function isToolReturn(event: RunEvent): boolean {
  return event.type === 'message' && event.message.message_type === 'tool_return_message';
}
