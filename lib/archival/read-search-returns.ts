import { type LettaMessage, toolCallsOf, toolReturnsOf } from '#lib/runs/letta-message.ts';

/** What one call of `archival_memory_search` gave the agent. */
export interface SearchReturn {
  callId: string;
  stepId: string | null;
  /** ISO 8601. */
  date: string | null;
  passageIds: string[];
  /** How many of the passages it gave have no id: older servers name none. */
  nameless: number;
}

/** How often a passage was given to the agent, and the last time. */
export interface Retrieval {
  count: number;
  last: SearchReturn;
}

const TOOL = 'archival_memory_search';

/** The returns of archival searches among messages, in their order. Failed searches gave nothing. */
export function readSearchReturns(messages: readonly LettaMessage[]): SearchReturn[] {
  const calls = messages.flatMap(toolCallsOf).filter(({ name }) => name === TOOL);
  const callIds = new Set(calls.map((call) => call.tool_call_id));
  return messages
    .filter((message) => message.message_type === 'tool_return_message')
    .flatMap((message) =>
      toolReturnsOf(message)
        .filter((one) => one.status === 'success' && (message.name === TOOL || callIds.has(one.tool_call_id)))
        .map(({ tool_call_id, tool_return }) => ({
          callId: tool_call_id,
          stepId: message.step_id ?? null,
          date: message.date ?? null,
          ...readFound(typeof tool_return === 'string' ? tool_return : JSON.stringify(tool_return)),
        })),
    );
}

/** By passage id. A return that occurs twice counts once; `last` is the one with the latest date. */
export function countRetrievals(returns: readonly SearchReturn[]): Map<string, Retrieval> {
  const byPassage = new Map<string, Retrieval>();
  const once = new Map(returns.map((each) => [`${each.stepId} ${each.callId}`, each]));
  for (const each of once.values()) {
    for (const id of new Set(each.passageIds)) {
      const known = byPassage.get(id);
      const isLater = !known || (each.date ?? '') >= (known.last.date ?? '');
      byPassage.set(id, { count: (known?.count ?? 0) + 1, last: isLater ? each : known.last });
    }
  }
  return byPassage;
}

const STRING = /'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"/;
const TOKEN = new RegExp(`${STRING.source}|[[\\]{}(),:'"]`, 'gs');
const PASSAGE_ID = /^passage-[0-9a-f-]{36}$/;
/** Around an entry: a list, alone, under a key, or first in a pair. */
const ENTRY = new Set(['[{', '{[{', '([{']);

/**
 * The ids in a list of passages, written by Python or as JSON. Only an `id` of an entry itself counts: the text of a
 * passage may contain anything. A text that was cut counts as far as it can be read.
 */
function readFound(text: string): { passageIds: string[]; nameless: number } {
  const passageIds: string[] = [];
  let entries = 0;
  let nesting = '';
  let key: string | null = null;
  let lastString: string | null = null;
  for (const [token] of text.matchAll(TOKEN)) {
    // A string without an end: from here on the text was cut.
    if (token === "'" || token === '"') break;
    if ('[{('.includes(token)) {
      nesting += token;
      key = null;
      if (token === '{' && ENTRY.has(nesting)) entries += 1;
    } else if (']})'.includes(token)) {
      nesting = nesting.slice(0, -1);
      key = null;
    } else if (token === ',') key = null;
    else if (token === ':') key = lastString;
    else {
      lastString = token.slice(1, -1);
      if (key === 'id' && ENTRY.has(nesting) && PASSAGE_ID.test(lastString)) passageIds.push(lastString);
    }
  }
  return { passageIds, nameless: entries - passageIds.length };
}
