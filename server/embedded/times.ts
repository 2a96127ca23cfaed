/** Now, as stored: ISO 8601 with milliseconds and `Z`. */
export function nowIso(): string {
  return new Date().toISOString();
}

/** A date or time a person or model wrote, as stored; a date alone means its first or last moment. */
export function boundaryIso(text: string | null | undefined, end: 'start' | 'end'): string | undefined {
  if (!text) return undefined;
  const isDateOnly = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const date = new Date(isDateOnly && end === 'end' ? `${text}T23:59:59.999Z` : text);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** The form message dates have on the wire: whole seconds and `+00:00`. */
export function messageDate(iso: string): string {
  return `${iso.slice(0, 19)}+00:00`;
}

/** The form the original puts into prompts and tool results, for example `2026-11-22 01:57:34 AM UTC+0000`. */
export function promptTime(iso: string, timeZone = 'UTC'): string {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: isTimeZone(timeZone) ? timeZone : 'UTC',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hour12: true,
    timeZoneName: 'longOffset',
  }).formatToParts(new Date(iso));
  const part = (type: string) => parts.find((item) => item.type === type)?.value ?? '';
  const offset = part('timeZoneName').replace('GMT', '').replace(':', '') || '+0000';
  return `${part('year')}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')}:${part('second')} ${part('dayPeriod')} UTC${offset}`;
}

/** The first time in a text that `promptTime` wrote, in milliseconds since the epoch; null when it holds none. */
export function readPromptTime(text: string): number | null {
  const found = /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [AP]M UTC[+-]\d{4}/.exec(text)?.[0];
  return found === undefined ? null : Date.parse(found);
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** How long ago a stored time is, in its largest unit, for example `2h ago`. */
export function timeAgo(iso: string, now = Date.now()): string {
  const seconds = Math.max(0, Math.floor((now - Date.parse(iso)) / 1000));
  if (seconds < 60) return `${seconds}s ago`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)}m ago`;
  return seconds < 86_400 ? `${Math.floor(seconds / 3_600)}h ago` : `${Math.floor(seconds / 86_400)}d ago`;
}
