import './browser-globals.ts';
import { parentPort, workerData } from 'node:worker_threads';
import { InfiniteQueryObserver } from '@tanstack/react-query';
import { followActiveRun } from '#components/session/follow-active-run.ts';
import { threadSession } from '#components/session/thread-session.ts';
import { lookForMessage } from '#components/simulator/look-for-message.ts';
import { createTranscriptMerger, joinPages } from '#components/simulator/merge-transcript.ts';
import type { ThreadRef } from '#lib/letta/agents.ts';
import { agentBlocksQuery } from '#lib/letta/blocks.ts';
import { messagesQuery } from '#lib/letta/messages.ts';
import { createQueryClient } from '#lib/query-client.ts';
import { shownText } from '#scripts/soak/shown-text.ts';
import { isBeginning } from './speaking-model.ts';

/** Where a tab finds its Letta ADE, what it shows, and the message that was on its way when it was loaded again. */
export interface TabData {
  origin: string;
  ref: ThreadRef;
  unsure: string | null;
}

export type TabCommand =
  | { do: 'send'; text: string; otid: string; isBackground: boolean }
  | { do: 'stop' | 'hide' | 'show' | 'sleep' | 'retry' | 'look' };

/** A row as a person sees it. */
export interface Row {
  kind: string;
  text: string;
  runId: string | null;
}

/** What a tab shows. */
export interface Shown {
  rows: Row[];
  status: string;
  /** Whether the page says that it could not read the history again, and offers to retry. */
  hasFailed: boolean;
  /** Whether the page waits for an answer. */
  isReading: boolean;
  /** The messages that the page still looks for. */
  unsure: string[];
  /** What was wrong at any moment. */
  problems: string[];
  /** How it came to what it shows: turns of the run and of what is read, with milliseconds. */
  trace: string[];
}

const { ref, unsure: leftBehind } = workerData as TabData;
const client = createQueryClient();
client.mount();
const session = threadSession(client, ref);
const history = new InfiniteQueryObserver(client, messagesQuery(ref, { withErrors: false }));
const merge = createTranscriptMerger();
const unsure = new Set<string>();
const problems = new Set<string>();
const trace: string[] = [];
const note = (text: string) => void trace.push(`${Date.now() % 100_000} ${text}`);

function rows(): Row[] {
  const { data, dataUpdatedAt } = history.getCurrentResult();
  const known = data ? { messages: joinPages(data.pages), readAt: dataUpdatedAt } : { messages: [], readAt: 0 };
  return merge(known, session.run.getState().run).items.map((item) => ({
    kind: item.kind,
    text: shownText(item),
    runId: item.source.run_id ?? null,
  }));
}

/** At every moment each turn’s words are there once, in order, without a hole. */
function judge(): void {
  const said = rows().filter(({ kind }) => kind === 'assistant');
  const firsts = said.map(({ text }) => text.split('.')[0]);
  for (const { text } of said) if (!isBeginning(text)) problems.add(`shown: ${text}`);
  if (new Set(firsts).size < firsts.length) problems.add(`shown twice: ${said.map(({ text }) => text).join(' | ')}`);
}

/** What the page does about a message whose answer was never seen. */
async function lookFor(otid: string): Promise<boolean | null> {
  unsure.add(otid);
  const hasArrived = await lookForMessage(session, otid, new AbortController().signal);
  unsure.delete(otid);
  return hasArrived;
}

async function obey(command: TabCommand): Promise<unknown> {
  switch (command.do) {
    case 'send': {
      const { text, otid, isBackground } = command;
      const message = { role: 'user' as const, content: text, otid };
      const outcome = await session.send({ kind: 'message', message, options: { isBackground } });
      if (outcome !== 'unsure') return outcome;
      return (await lookFor(otid)) ? 'sent' : 'put back';
    }
    case 'stop':
      return await session.run.getState().stop();
    case 'retry':
      return void (await history.refetch());
    case 'hide':
    case 'show':
      return see(command.do === 'show');
    case 'sleep':
      see(false);
      document.dispatchEvent(new Event('freeze'));
      see(true);
      return dispatchEvent(new Event('pageshow'));
    case 'look':
      return {
        hasFailed: history.getCurrentResult().isError,
        isReading: client.isFetching() > 0,
        rows: rows(),
        status: session.run.getState().run.status,
        unsure: [...unsure],
        problems: [...problems],
        trace,
      };
  }
}

function see(isVisible: boolean): void {
  Object.assign(document, { hidden: !isVisible });
  for (const target of [document, globalThis]) target.dispatchEvent(new Event('visibilitychange'));
}

session.run.subscribe(({ run }, { run: before }) => {
  if (run.status !== before.status || run.runId !== before.runId || run.link !== before.link)
    note(`${run.runId?.slice(0, 9) ?? 'no run'} is ${run.status} by ${run.link} with ${run.messages.length} messages`);
});
client.getQueryCache().subscribe((event) => {
  if (event.type === 'updated' && /^(?:fetch|success|error)$/.test(event.action.type))
    note(
      `${event.query.queryKey.filter((part: unknown) => /^[a-z]+$/.test(String(part))).join(' ')}: ${event.action.type}`,
    );
});
history.subscribe(judge);
session.run.subscribe(judge);
followActiveRun(client, session);
// The panel of the memory reads them; a turn compares them with what they were when it began.
void client.prefetchQuery(agentBlocksQuery(ref));
if (leftBehind) void lookFor(leftBehind);
parentPort?.on('message', async ({ id, command }: { id: number; command: TabCommand }) => {
  const answer = await obey(command).catch((error: unknown) => `failed: ${String(error)}`);
  parentPort?.postMessage({ id, answer });
});
parentPort?.postMessage({ id: 0 });
