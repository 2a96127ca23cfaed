import type { ModelRequest } from './chat-model.ts';
import { type DemoView, viewOf } from './demo-view.ts';

/** What the demo model does in one step. */
export interface DemoStep {
  reasoning: string;
  text?: string;
  call?: { name: string; args: Record<string, unknown> };
}

interface DemoRule {
  name: string;
  /** The step this rule takes, or null when the message is not for it. */
  take(view: DemoView): DemoStep | null;
}

/** Phrases that state a fact about the person, and the key the fact is kept under. A fact ends where the next one begins. */
const END = String.raw`(?=\s+and\s+(?:i|my)\b|[.,;!?\n]|$)`;
const FACTS: { pattern: RegExp; key: string | ((match: RegExpMatchArray) => string); group: number }[] = [
  {
    pattern: fact(String.raw`(?:my name is|call me|i am called|i'm called)\s+([^.,;!?\n]{1,60}?)`),
    key: 'Name',
    group: 1,
  },
  { pattern: fact(String.raw`i (?:live in|am from|come from)\s+([^.,;!?\n]{1,80}?)`), key: 'Home', group: 1 },
  { pattern: fact(String.raw`i work (?:as an?|as|at|for)\s+([^.,;!?\n]{1,80}?)`), key: 'Work', group: 1 },
  {
    pattern: fact(String.raw`my favou?rite (\w{1,30}) is\s+([^.,;!?\n]{1,80}?)`),
    key: (match) => `Favourite ${match[1]}`,
    group: 2,
  },
  { pattern: fact(String.raw`i (?:really )?(?:like|love|enjoy|prefer)\s+([^.,;!?\n]{1,80}?)`), key: 'Likes', group: 1 },
  { pattern: /\bi am (\d{1,3}) years old/iu, key: 'Age', group: 1 },
];

function fact(pattern: string): RegExp {
  return new RegExp(String.raw`\b${pattern}${END}`, 'iu');
}

/** The rules of `demo/scripted`, tried in this order. The README lists them for people. */
const DEMO_RULES: readonly DemoRule[] = [
  {
    name: 'after a tool: say what came back',
    take: (view) => (view.lastReturn ? afterTool(view, view.lastReturn) : null),
  },
  { name: 'use <tool> with <arguments>: call that tool', take: useTool },
  { name: 'count to <n>: count, word by word', take: count },
  { name: 'a fact about the person: write it into the human block', take: keepFact },
  { name: 'remember …: put it into archival memory', take: remember },
  { name: 'a question about the person: answer from the human block', take: recallPerson },
  {
    name: 'asked what it can do: say it',
    take: (view) => (/\b(?:what can you do|who are you|what tools)\b/i.test(view.text) ? introduce(view) : null),
  },
  { name: 'a question: search archival memory, else the conversation', take: searchMemory },
  { name: 'anything else: say what the demo model can do', take: introduce },
];

/** The demo model's answer to a request. */
export function decideDemoStep(request: ModelRequest): DemoStep {
  const view = viewOf(request);
  for (const rule of DEMO_RULES) {
    const step = rule.take(view);
    if (step) return step;
  }
  return introduce(view);
}

function afterTool(view: DemoView, last: NonNullable<DemoView['lastReturn']>): DemoStep {
  if (!last.ok)
    return {
      reasoning: `${last.tool} did not work. I should say so plainly.`,
      text: `I tried ${last.tool}, and it failed: ${last.message}`,
    };
  const reasoning = `${last.tool} has answered, so I can reply.`;
  switch (last.tool) {
    case 'memory_insert':
    case 'memory_replace':
    case 'core_memory_append':
      return {
        reasoning,
        text: `${/^\s*(?:hi|hello|hey)?[,!. ]*(?:my name is|call me|i am called|i'm called)/i.test(view.text) && view.name ? `Nice to meet you, ${view.name}! ` : ''}I have written that into my memory: the **human** block holds it now. The state panel shows the change.`,
      };
    case 'archival_memory_insert':
      return { reasoning, text: 'Stored in archival memory. Ask me about it whenever you like.' };
    case 'archival_memory_search':
    case 'conversation_search':
      return { reasoning, text: tellFound(last.message) };
    default:
      return { reasoning, text: `\`${last.tool}\` returned:\n\n\`\`\`\n${last.message}\n\`\`\`` };
  }
}

function tellFound(message: string): string {
  const found = [...message.matchAll(/['"]content['"]: (?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/g)].map(
    (match) => match[1] ?? match[2] ?? '',
  );
  if (found.length === 0) return 'I searched my memory and found nothing about that yet.';
  const lines = found.slice(0, 5).map((text) => `- ${text.replaceAll("\\'", "'").replaceAll('\\n', ' ')}`);
  return `Here is what I found in my memory:\n\n${lines.join('\n')}`;
}

function useTool(view: DemoView): DemoStep | null {
  const tool = view.tools.find(({ name }) =>
    new RegExp(`\\b(?:use|call|run)\\s+(?:the\\s+)?(?:tool\\s+)?\`?${escapeRegExp(name)}\\b`, 'i').test(view.text),
  );
  if (!tool) return null;
  const given = view.text.slice(view.text.toLowerCase().indexOf(tool.name.toLowerCase()) + tool.name.length);
  const args = readArguments(given, tool.parameters);
  return { reasoning: `I am asked to use ${tool.name}. I will call it.`, call: { name: tool.name, args } };
}

function readArguments(text: string, parameters: Record<string, unknown>): Record<string, unknown> {
  const json = text.match(/\{[\s\S]*\}/);
  if (json) {
    try {
      const parsed: unknown = JSON.parse(json[0]);
      if (typeof parsed === 'object' && parsed !== null) return { ...parsed };
    } catch {
      // Not JSON: read it as words below.
    }
  }
  const args: Record<string, unknown> = {};
  const pairs = [...text.matchAll(/(\w+)\s*[=:]\s*("[^"]*"|'[^']*'|[^\s,]+)/g)];
  for (const [, key, value] of pairs) if (key && value) args[key] = readValue(value);
  if (pairs.length > 0) return args;
  const required = Array.isArray(parameters['required']) ? parameters['required'] : [];
  const words = text
    .replace(/^[`\s]*(?:with|on|for)?\s*/i, '')
    .replace(/[.!]$/, '')
    .trim();
  const first: unknown = required[0];
  if (typeof first === 'string' && words) args[first] = readValue(words);
  return args;
}

function readValue(text: string): unknown {
  const bare = text.replace(/^["']|["']$/g, '');
  if (/^-?\d+(?:\.\d+)?$/.test(text)) return Number(text);
  return bare === 'true' ? true : bare === 'false' ? false : bare;
}

function count(view: DemoView): DemoStep | null {
  const match = view.text.match(/\bcount to (\d{1,4})\b/i);
  if (!match?.[1]) return null;
  const numbers = Array.from({ length: Math.min(Number(match[1]), 2000) }, (_, index) => index + 1);
  return { reasoning: `I will count to ${match[1]}.`, text: numbers.join(' ') };
}

function keepFact(view: DemoView): DemoStep | null {
  const { human } = view;
  if (human === null) return null;
  const told = FACTS.flatMap(({ pattern, key, group }) => {
    const match = view.text.match(pattern);
    const value = match?.[group]?.trim();
    return match && value ? [{ key: typeof key === 'string' ? key : key(match), value }] : [];
  });
  if (told.length === 0) return null;
  const known = human.split('\n');
  const fresh = told.filter(({ key, value }) => !known.includes(`${key}: ${value}`));
  if (fresh.length === 0) return { reasoning: 'I know this already.', text: 'I already have that in my memory.' };
  return writeFacts(view, fresh, known);
}

function writeFacts(view: DemoView, facts: { key: string; value: string }[], known: string[]): DemoStep | null {
  const keys = facts.map(({ key }) => key.toLowerCase()).join(', ');
  const reasoning = `The person told me something about themselves (${keys}). I should keep it in my human block.`;
  const text = facts.map(({ key, value }) => `${key}: ${value}`).join('\n');
  const outdated =
    known.find((line) => line.startsWith(`${facts[0]?.key}:`)) ?? known.find((line) => /nothing .*yet/i.test(line));
  if (outdated !== undefined && view.canUse('memory_replace')) {
    const args = { label: 'human', old_string: outdated, new_string: text };
    return { reasoning, call: { name: 'memory_replace', args } };
  }
  return view.canUse('memory_insert')
    ? { reasoning, call: { name: 'memory_insert', args: { label: 'human', new_string: text } } }
    : null;
}

function remember(view: DemoView): DemoStep | null {
  const match = view.text.match(/^\s*(?:please\s+)?(?:remember|note|keep in mind)(?:\s+that)?[:,]?\s+([\s\S]+)/i);
  const content = match?.[1]?.trim();
  if (!content) return null;
  const reasoning = 'This is worth keeping for later. Archival memory is the place for it.';
  if (view.canUse('archival_memory_insert')) {
    return { reasoning, call: { name: 'archival_memory_insert', args: { content, tags: ['from-chat'] } } };
  }
  const noArchive = 'This is worth keeping, and I have no archival tools, so my human block must do.';
  return view.canUse('memory_insert') && view.human !== null
    ? {
        reasoning: noArchive,
        call: { name: 'memory_insert', args: { label: 'human', new_string: `Note: ${content}` } },
      }
    : null;
}

function recallPerson(view: DemoView): DemoStep | null {
  if (!/\b(?:what(?:'s| is) my|who am i|what do you know about me|do you (?:know|remember) me)\b/i.test(view.text))
    return null;
  if (!view.human || /nothing .*yet/i.test(view.human)) return null;
  return {
    reasoning: 'My human block tells me about this person.',
    text: `This is what I know about you:\n\n${view.human
      .split('\n')
      .map((line) => `- ${line}`)
      .join('\n')}`,
  };
}

function searchMemory(view: DemoView): DemoStep | null {
  if (!/\?\s*$/.test(view.text) && !/^\s*(?:search|find|look up|recall)\b/i.test(view.text)) return null;
  const query = view.text
    .replace(/^\s*(?:search|find|look up|recall)(?:\s+for)?\s+/i, '')
    .replace(/\?+\s*$/, '')
    .trim();
  if (!query) return null;
  const name = ['archival_memory_search', 'conversation_search'].find((tool) => view.canUse(tool));
  return name
    ? { reasoning: `A question. I will look into my memory with ${name}.`, call: { name, args: { query } } }
    : null;
}

function introduce(view: DemoView): DemoStep {
  const custom = view.tools.find((tool) => !/memory|conversation_search/.test(tool.name));
  const lines = [
    '- **Tell me about yourself** (“my name is Ada”): I write it into my human block.',
    '- **“Remember that …”**: I put it into archival memory, if I have those tools.',
    '- **Ask me something**: I search my memory for it.',
    custom
      ? `- **“Use ${custom.name} with …”**: I call that tool.`
      : '- **Attach a tool** and say “use <tool> with …”: I call it.',
    '- **“Count to 50”**: watch me stream.',
  ];
  return {
    reasoning: 'No rule of mine fits this message, so I explain what I can do.',
    text: `I am the demo model: I follow a few fixed rules and need no key and no network. Try this:\n\n${lines.join('\n')}\n\nAdd a real model to have a real conversation.`,
  };
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
