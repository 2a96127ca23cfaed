import { approximateTokens, formatNumber } from '#lib/format.ts';
import type { ModelRequest } from './model-call.ts';

/** How far a provider's prompt cache could reach from one request into the next. */
export interface CacheReach {
  /** About so many tokens at the beginning are the same (bytes / 4). */
  tokens: number;
  /** Where the first difference lies; null when the later request begins with all of the earlier one. */
  firstDifference: string | null;
  sentence: string;
}

/**
 * Why the provider's cache was used as far as it was. Providers keep the beginning of a prompt: its tools, then its
 * system prompt, then its messages; nothing behind the first difference can come from the cache.
 */
export function explainCache(before: ModelRequest, after: ModelRequest, cached: number | null): CacheReach {
  const [was, is] = [piecesOf(before), piecesOf(after)];
  const index = was.findIndex((piece, place) => piece.text !== is[place]?.text);
  const isWhole = index === -1;
  const same = isWhole ? was : was.slice(0, index);
  const tokens =
    approximateTokens(same.map(({ text }) => text).join('')) +
    (isWhole ? 0 : approximateTokens(commonBeginning(was[index]?.text ?? '', is[index]?.text ?? '')));
  const firstDifference = isWhole ? null : (is[index]?.name ?? `${was[index]?.name}, which is gone`);
  const reach = isWhole
    ? `This request begins with all of the earlier one: ≈ ${formatNumber(tokens)} tokens could come from the cache.`
    : `The first difference is in ${firstDifference}, after ≈ ${formatNumber(tokens)} tokens. Nothing behind it could come from the cache.`;
  const report =
    cached === null
      ? 'The provider does not report what it took from there.'
      : `The provider reports ${formatNumber(cached)} tokens from the cache.`;
  return { tokens, firstDifference, sentence: `${reach} ${report}` };
}

function piecesOf({ tools, system, messages }: ModelRequest): { name: string; text: string }[] {
  return [
    ...tools.map((tool) => ({ name: `the tool ${tool.name}`, text: JSON.stringify(tool) })),
    { name: 'the system prompt', text: system },
    ...messages.map((message, index) => ({
      name: `message ${index + 1} (${message.role})`,
      text: JSON.stringify(message),
    })),
  ];
}

function commonBeginning(a: string, b: string): string {
  let end = 0;
  while (end < a.length && end < b.length && a[end] === b[end]) end += 1;
  return a.slice(0, end);
}
