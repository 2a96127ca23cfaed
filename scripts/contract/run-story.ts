import { AFTERWARDS, PREPARATIONS, SCRIPTS, type Stage } from './areas.ts';
import { call, toRecordedUrls } from './call.ts';
import { compareBodies, type Difference } from './compare.ts';
import { deriveScript } from './derive-script.ts';
import type { Exchange } from './recordings.ts';

/** Answers that are themselves a list in no particular order: an agent's tools and blocks. */
const UNORDERED = /agent-tools-list|agent-blocks-list|tools\/0[1-9]-list|tools\/10-list|add-base-tools/;

function unorderedIn(name: string): { unordered?: string } {
  if (name.startsWith('messages/04-')) return { unordered: '$.messages' };
  return UNORDERED.test(name) ? { unordered: '$' } : {};
}

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
  await AFTERWARDS[name]?.(stage, answer);
  const differences: Difference[] = [];
  if (answer.status !== response.status) {
    differences.push({ path: 'status', what: `${response.status} expected, got ${answer.status}` });
  }
  const location = response.headers['location'];
  const asked = stage.target.url + stage.target.ids.translate(request.path);
  if (location && pathOf(location, asked) !== pathOf(answer.headers.get('location'), asked)) {
    differences.push({ path: 'location', what: `${location} expected, got ${answer.headers.get('location')}` });
  }
  const options = { isError: response.status >= 400, ...unorderedIn(name) };
  const ours = toRecordedUrls(stage.target, answer.body);
  differences.push(...compareBodies(response.body, ours, stage.target.ids, options));
  return { name, differences };
}

function pathOf(location: string | null, base: string): string | null {
  return location === null ? null : new URL(location, base).pathname;
}
