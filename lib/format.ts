const UNITS: [unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' });
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** "3 min. ago"; under a minute "just now". A date ahead of `now` counts as now: clocks differ. */
export function formatRelativeTime(date: Date, now: Date): string {
  const seconds = Math.max(0, (now.getTime() - date.getTime()) / 1000);
  for (const [unit, size] of UNITS) if (seconds >= size) return relative.format(-Math.floor(seconds / size), unit);
  return 'just now';
}

/** "12,345". */
export function formatNumber(value: number): string {
  return whole.format(value);
}

/** "512 B", "3.4 KB", "5 MB". */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 ** 2) return `${trimmed(bytes / 1024)} KB`;
  return `${trimmed(bytes / 1024 ** 2)} MB`;
}

/** "950", "3.4k", "128k", "1M": token counts where space is scarce. */
export function formatTokens(count: number): string {
  if (count < 1_000) return whole.format(count);
  if (count < 1_000_000) return `${trimmed(count / 1_000)}k`;
  return `${trimmed(count / 1_000_000)}M`;
}

/** "0.8 s", "12 s", "2 min 5 s". */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1_000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${trimmed(milliseconds / 1_000)} s`;
  return `${Math.floor(milliseconds / 60_000)} min ${Math.round((milliseconds % 60_000) / 1_000)} s`;
}

const encoder = new TextEncoder();

/** The approximate token count of a text, as Letta counts: UTF-8 bytes / 4, rounded up. No text counts 0. */
export function approximateTokens(text: string | null): number {
  return text === null ? 0 : Math.ceil(encoder.encode(text).length / 4);
}

function trimmed(value: number): string {
  return value >= 100 ? whole.format(value) : String(Math.round(value * 10) / 10);
}
