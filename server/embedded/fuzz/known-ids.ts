export const KINDS = [
  'agent',
  'block',
  'tool',
  'message',
  'conv',
  'run',
  'step',
  'archive',
  'passage',
  'provider',
  'mcp_server',
] as const;
const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}';
const ID = new RegExp(`\\b(${KINDS.join('|')})-${UUID}\\b`, 'g');
const KEPT = 12;

export type IdKind = (typeof KINDS)[number];

/** The ids a server has told lately, most of which exist. */
export interface KnownIds {
  /** Takes up the ids in an answer. */
  learn(answer: string): void;
  /** Drops the ids that an answer says nobody has. */
  forget(answer: string): void;
  /** One of a kind; an unknown one while none was told. */
  pick(kind: IdKind, choice: number): string;
  /** The text with `$agent` and the like replaced. */
  fill(text: string, choice: number): string;
}

/** No ids at first. */
export function createKnownIds(): KnownIds {
  const known = new Map<string, string[]>();
  const pick = (kind: string, choice: number) => {
    const ids = known.get(kind) ?? [];
    return ids[choice % Math.max(ids.length, 1)] ?? `${kind}-00000000-0000-4000-8000-000000000000`;
  };
  const others = (kind: string, id: string) => (known.get(kind) ?? []).filter((each) => each !== id);
  return {
    pick,
    learn(answer) {
      for (const [id, kind = ''] of answer.matchAll(ID)) known.set(kind, [id, ...others(kind, id)].slice(0, KEPT));
    },
    forget(answer) {
      for (const [id, kind = ''] of answer.matchAll(ID)) known.set(kind, others(kind, id));
    },
    fill: (text, choice) =>
      text.replace(/\$(\w+)/g, (whole, name: string) =>
        KINDS.some((kind) => kind === name) ? pick(name, choice) : whole,
      ),
  };
}
