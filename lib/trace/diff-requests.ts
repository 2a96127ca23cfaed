import type { ModelRequest, TraceBlock, TraceMessage, TraceTool } from './model-call.ts';

/** What became of something between two requests. */
export type Changed<T> = { before: T | null; after: T | null };

/** What one request has that another had not, and the other way round. Empty lists and null: the same. */
export interface RequestDiff {
  system: { before: string; after: string } | null;
  blocks: (Changed<string> & { label: string })[];
  tools: (Changed<TraceTool> & { name: string })[];
  messages: { kept: number; removed: TraceMessage[]; added: TraceMessage[] };
  parameters: (Changed<string> & { name: string })[];
}

export function diffRequests(before: ModelRequest, after: ModelRequest): RequestDiff {
  return {
    system: before.system === after.system ? null : { before: before.system, after: after.system },
    blocks: changes(byLabel(before.blocks), byLabel(after.blocks)).map(({ key, ...each }) => ({ label: key, ...each })),
    tools: changes(byName(before.tools), byName(after.tools)).map(({ key, ...each }) => ({ name: key, ...each })),
    messages: diffMessages(before.messages, after.messages),
    parameters: changes(parametersOf(before), parametersOf(after)).map(({ key, ...each }) => ({ name: key, ...each })),
  };
}

/** Whether two requests ask the same. */
export function isSameRequest(diff: RequestDiff): boolean {
  const { system, blocks, tools, messages, parameters } = diff;
  const changed = [blocks, tools, messages.added, messages.removed, parameters];
  return system === null && changed.every((list) => list.length === 0);
}

function changes<T>(before: Map<string, T>, after: Map<string, T>): (Changed<T> & { key: string })[] {
  const keys = new Set([...before.keys(), ...after.keys()]);
  return [...keys].flatMap((key) => {
    const [was, is] = [before.get(key) ?? null, after.get(key) ?? null];
    return JSON.stringify(was) === JSON.stringify(is) ? [] : [{ key, before: was, after: is }];
  });
}

function diffMessages(before: TraceMessage[], after: TraceMessage[]): RequestDiff['messages'] {
  const [was, is] = [before.map(signature), after.map(signature)];
  const [left, right] = [countOf(was), countOf(is)];
  return {
    kept: is.filter((each) => take(left, each)).length,
    removed: before.filter((_, index) => !take(right, was[index] ?? '')),
    added: withoutTaken(after, is, countOf(was)),
  };
}

function withoutTaken(messages: TraceMessage[], signatures: string[], known: Map<string, number>): TraceMessage[] {
  return messages.filter((_, index) => !take(known, signatures[index] ?? ''));
}

/** How often each signature is there: two messages may say the same. */
function countOf(signatures: string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const each of signatures) counts.set(each, (counts.get(each) ?? 0) + 1);
  return counts;
}

function take(counts: Map<string, number>, signature: string): boolean {
  const count = counts.get(signature) ?? 0;
  if (count === 0) return false;
  counts.set(signature, count - 1);
  return true;
}

function signature(message: TraceMessage): string {
  return JSON.stringify(message);
}

function byLabel(blocks: TraceBlock[]): Map<string, string> {
  return new Map(blocks.map(({ label, value }) => [label, value]));
}

function byName(tools: TraceTool[]): Map<string, TraceTool> {
  return new Map(tools.map((tool) => [tool.name, tool]));
}

function parametersOf({ parameters, model }: ModelRequest): Map<string, string> {
  const all = { ...(model === null ? {} : { model }), ...parameters };
  return new Map(Object.entries(all).map(([name, value]) => [name, JSON.stringify(value) ?? 'undefined']));
}
