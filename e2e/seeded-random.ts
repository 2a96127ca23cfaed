/** Numbers from 0 to 1 that a seed brings back; it is printed so that a failure can be played again. */
export function seededRandom(what: string): () => number {
  const seed = Number(process.env.ADE_SEED ?? Date.now() % 1_000_000);
  process.stdout.write(`${what}: ADE_SEED=${seed}\n`);
  let state = (seed % 2_147_483_646) + 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
