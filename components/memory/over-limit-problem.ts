import { formatNumber } from '#lib/format.ts';

/** Why a value is too long to be saved, if so. Letta would store it, and then refuse the agent's own changes. */
export function overLimitProblem(value: string, limit: number | null | undefined): string | undefined {
  if (limit === null || limit === undefined) return undefined;
  const over = [...value].length - limit;
  return over > 0
    ? `${formatNumber(over)} characters over the limit of ${formatNumber(limit)}. Shorten the text, or raise the limit.`
    : undefined;
}
