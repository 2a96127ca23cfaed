import { setTimeout as delay } from 'node:timers/promises';
import type { Stage } from './areas.ts';
import { call, send, toRecordedUrls } from './call.ts';
import { compareBodies, type Difference } from './compare.ts';
import type { RecordedStream, ScriptStep } from './recordings.ts';
import type { Outcome } from './run-story.ts';
import { prepareStream } from './stream-agents.ts';

/** One frame: its event and what it says. */
interface Frame {
  event: string | null;
  data: unknown;
}

/** Streams that time or a reader cut off: how many pieces came is chance. */
const CUT = /cancel|disconnect|busy|while-live|keepalive/;

/** Plays one recorded stream against the server and compares its frames, its history and what the model was asked. */
export async function playStream(stage: Stage, stream: RecordedStream): Promise<Outcome> {
  const { target, llm } = stage;
  await prepareStream(stage, stream);
  llm.play(stream.script.map(withText));
  const differences: Difference[] = [];
  const add = (where: string, found: Difference[]) =>
    differences.push(...found.map(({ path, what }) => ({ path: path.replace('$', where), what })));
  if (stream.cancelBefore) {
    const answer = await call(target, {
      method: 'POST',
      path: `/v1/agents/${stream.agentId}/messages/cancel`,
      body: {},
    });
    add('cancel', compareBodies(stream.cancelBefore.body, answer.body, target.ids));
  }
  const response = await send(target, stream.request);
  if (response.status !== stream.response.status)
    differences.push({ path: 'status', what: `${stream.response.status} expected, got ${response.status}` });
  const reading = response.text();
  for (const each of stream.concurrent) {
    await delay(each.after_seconds > 1 ? 700 : 100);
    const answer = await call(target, each.request);
    if (answer.status !== each.response.status) add('concurrent', [{ path: '$.status', what: `got ${answer.status}` }]);
    const isError = each.response.status >= 400;
    add('concurrent', compareBodies(each.response.body, toRecordedUrls(target, answer.body), target.ids, { isError }));
  }
  const text = await reading;
  if (stream.sse === null) {
    add('body', compareBodies(stream.response.body, JSON.parse(text), target.ids, { isError: true }));
    return { name: `streams/${stream.name}`, differences };
  }
  const collapse = CUT.test(stream.name);
  const recorded = collapse ? joined(parse(stream.sse)) : parse(stream.sse);
  const all = collapse ? joined(parse(text)) : parse(text);
  // The recorded client left early.
  const ours = stream.name.startsWith('client-disconnect') ? all.slice(0, recorded.length) : all;
  if (recorded.length !== ours.length)
    differences.push({
      path: 'frames',
      what: `${recorded.length} expected, got ${ours.length}: ${ours.map(kindOf).join(' ')}`,
    });
  for (const [index, frame] of recorded.entries()) {
    const isError = frame.event === 'error';
    add(`frame[${index}]`, compareBodies(frame, ours[index] ?? null, target.ids, { isError }));
  }
  if (stream.historyAfter?.request) {
    const history = await call(target, stream.historyAfter.request);
    add('history', compareBodies(stream.historyAfter.body, toRecordedUrls(target, history.body), target.ids));
  }
  return { name: `streams/${stream.name}`, differences };
}

/** A long text was cut out of the recording; it was one word again and again. */
function withText(step: ScriptStep): ScriptStep {
  const length = /^<server text, (\d+) chars>$/.exec(step.text ?? '')?.[1];
  return length ? { ...step, text: 'word '.repeat(Number(length) / 5), tick: 0 } : step;
}

function parse(text: string): Frame[] {
  return text
    .split('\n\n')
    .filter((frame) => frame.trim() !== '')
    .map((frame) => {
      const data = /^data: ?(.*)$/m.exec(frame)?.[1] ?? '';
      const event = /^event: (.*)$/m.exec(frame)?.[1] ?? null;
      try {
        return { event, data: JSON.parse(data) };
      } catch {
        return { event, data };
      }
    });
}

/** Pieces of one message as one: how a text was cut depends on time. */
function joined(frames: Frame[]): Frame[] {
  const out: Frame[] = [];
  for (const frame of frames) {
    const last = out.at(-1);
    const isPiece = kindOf(frame) === 'assistant_message' && last && kindOf(last) === 'assistant_message';
    if (!isPiece) out.push({ event: frame.event, data: withoutLength(frame.data) });
  }
  return out;
}

/** A text that may have been cut anywhere is compared by its beginning. */
function withoutLength(data: unknown): unknown {
  if (typeof data !== 'object' || data === null || !('content' in data)) return data;
  return { ...data, content: String(data.content).slice(0, 4), seq_id: null };
}

function kindOf({ data }: Frame): string {
  return typeof data === 'object' && data !== null && 'message_type' in data ? String(data.message_type) : String(data);
}
