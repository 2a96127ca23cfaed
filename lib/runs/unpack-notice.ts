/** A message that Letta itself wrote in the person's name: a login, a heartbeat, a summary. */
export interface Notice {
  type: string;
  text: string;
}

const TITLES: Record<string, string> = {
  login: 'Login',
  heartbeat: 'Heartbeat',
  system_alert: 'System alert',
  compaction: 'Context compacted',
};

/** What Letta sends an agent to wake it, such as after an approval: its own words, in the person's name. */
const ALERT = /^<system-alert>([\s\S]*)<\/system-alert>$/;

/**
 * Letta packs its own words into user messages as JSON with a `type`, or as an alert; a packed message of the person is unpacked to
 * its text. Null for anything else: what only looks like JSON stays the person's own.
 */
export function unpackNotice(text: string): Notice | { said: string } | null {
  const alert = ALERT.exec(text)?.[1];
  if (alert !== undefined) return { type: 'system_alert', text: alert };
  if (!text.startsWith('{') || !text.includes('"type"')) return null;
  try {
    const packed: unknown = JSON.parse(text);
    if (typeof packed !== 'object' || packed === null || !('type' in packed)) return null;
    const message = 'message' in packed && typeof packed.message === 'string' ? packed.message : null;
    if (packed.type === 'user_message' && message !== null) return { said: message };
    if (typeof packed.type !== 'string' || !Object.hasOwn(TITLES, packed.type)) return null;
    return { type: packed.type, text: message ?? ('reason' in packed ? String(packed.reason) : text) };
  } catch {
    return null;
  }
}

/** A notice's kind in words. */
export function noticeTitle(type: string): string {
  return type === 'decision' ? 'Decision' : (TITLES[type] ?? type);
}
