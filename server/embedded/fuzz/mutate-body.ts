import fc from 'fast-check';
import { strangeText, strangeValue } from './strange-values.ts';

/** One change of a valid body. `at` chooses the field among all there are, at any depth. */
export interface Mutation {
  at: number;
  change: { kind: 'replace'; value: unknown } | { kind: 'remove' } | { kind: 'add'; key: string; value: unknown };
}

/** Left as it is: another address would make the server call out. */
const FIXED = 'base_url';

const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.nat(200),
  change: fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('replace' as const), value: strangeValue }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove' as const) }) },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('add' as const), key: strangeText, value: strangeValue }),
    },
  ),
});

/** Few changes, so that most requests get past the first check. */
export const mutations: fc.Arbitrary<Mutation[]> = fc.oneof(
  { weight: 3, arbitrary: fc.array(mutation, { maxLength: 0 }) },
  { weight: 5, arbitrary: fc.array(mutation, { minLength: 1, maxLength: 1 }) },
  { weight: 2, arbitrary: fc.array(mutation, { maxLength: 3 }) },
);

/** The body with these changes; the given one stays as it is. */
export function mutate(body: unknown, changes: readonly Mutation[]): unknown {
  const copy = structuredClone(body);
  for (const { at, change } of changes) {
    const places = placesIn(copy);
    const place = places[at % Math.max(places.length, 1)];
    if (!place || place.key === FIXED) continue;
    if (change.kind === 'replace') define(place.of, place.key, structuredClone(change.value));
    else if (change.kind === 'remove') Reflect.deleteProperty(place.of, place.key);
    else if (change.key !== FIXED) define(place.of, change.key, structuredClone(change.value));
  }
  return copy;
}

interface Place {
  of: object;
  key: string;
}

function placesIn(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [{ of: value, key }, ...placesIn(inner)]);
}

/** A plain assignment of `__proto__` would set no field. */
function define(of: object, key: string, value: unknown): void {
  if (Array.isArray(of) && key === 'length') return;
  Object.defineProperty(of, key, { value, writable: true, enumerable: true, configurable: true });
}
