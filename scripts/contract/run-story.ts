import { PREPARATIONS, SCRIPTS, type Stage } from './areas.ts';
import { call, toRecordedUrls } from './call.ts';
import { compareBodies, type Difference } from './compare.ts';
import { deriveScript } from './derive-script.ts';
import type { Exchange } from './recordings.ts';

/** How one recorded exchange or stream came out. */
export interface Outcome {
  name: string;
  differences: Difference[];
}

/** Plays one recorded exchange against the server and compares the answers. */
export async function playExchange(stage: Stage, exchange: Exchange): Promise<Outcome> {
  const { name, request, response } = exchange;
  await PREPARATIONS[name]?.(stage);
  stage.llm.play(SCRIPTS[name] ?? deriveScript(exchange));
  const answer = await call(stage.target, request);
  const differences: Difference[] = [];
  if (answer.status !== response.status) {
    differences.push({ path: 'status', what: `${response.status} expected, got ${answer.status}` });
  }
  const location = response.headers['location'];
  if (location && pathOf(location, stage.target.url) !== pathOf(answer.headers.get('location'), stage.target.url)) {
    differences.push({ path: 'location', what: `${location} expected, got ${answer.headers.get('location')}` });
  }
  const isError = response.status >= 400;
  const ours = toRecordedUrls(stage.target, answer.body);
  differences.push(...compareBodies(response.body, ours, stage.target.ids, { isError }));
  return { name, differences };
}

function pathOf(location: string | null, base: string): string | null {
  return location === null ? null : new URL(location, base).pathname;
}
