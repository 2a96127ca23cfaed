const ID =
  /\b(?:[a-z_]+-)?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b|\bcall_(?:\d+_\d+|[0-9a-f-]{12,})\b/g;

/** Ids that mean the same on every server. */
const FIXED = /00000000-0000-4000-8000-000000000000|123e4567-e89b-42d3-8456-426614174000/;

/** Which id of ours stands for which recorded one; learnt as they appear, one to one. */
export interface IdentityMap {
  /** Says that these two mean the same; false if one of them already means something else. */
  learn(recorded: string, ours: string): boolean;
  has(recorded: string): boolean;
  /** A recorded text with the ids known so far replaced by ours. */
  translate(text: string): string;
}

/** An empty map. */
export function createIdentityMap(): IdentityMap {
  const forward = new Map<string, string>();
  const backward = new Map<string, string>();
  return {
    learn(recorded, ours) {
      const known = forward.get(recorded);
      if (known !== undefined) return known === ours;
      if (FIXED.test(recorded)) return recorded === ours;
      if (backward.has(ours)) return false;
      forward.set(recorded, ours);
      backward.set(ours, recorded);
      return true;
    },
    has: (recorded) => forward.has(recorded),
    translate: (text) => text.replace(ID, (id) => forward.get(id) ?? id),
  };
}

/** The ids in a text, in order of appearance. */
export function idsIn(text: string): string[] {
  return text.match(ID) ?? [];
}

/** Whether the whole text is one id, and its kind: the prefix, `uuid` or `call`. */
export function idKind(text: string): string | null {
  const [id] = idsIn(text);
  if (id !== text) return null;
  if (id.startsWith('call_')) return 'call';
  return /^[0-9a-f]{8}-/.test(id) ? 'uuid' : id.slice(0, id.length - 37);
}
