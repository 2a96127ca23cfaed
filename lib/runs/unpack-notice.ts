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

/**
 * Letta packs its own words into user messages as JSON with a `type`; a packed message of the person is unpacked to
 * its text. Null for anything else: what only looks like JSON stays the person's own.
 */
export function unpackNotice(text: string): Notice | { said: string } | null {
  if (!text.startsWith('{') || !text.includes('"type"')) return null;
  try {
    const packed: unknown = JSON.parse(text);
    if (typeof packed !== 'object' || packed === null || !('type' in packed)) return null;
    const message = 'message' in packed && typeof packed.message === 'string' ? packed.message : null;
    if (packed.type === 'user_message' && message !== null) return { said: message };
    if (typeof packed.type !== 'string' || !(packed.type in TITLES)) return null;
    return { type: packed.type, text: message ?? ('reason' in packed ? String(packed.reason) : text) };
  } catch {
    return null;
  }
}

/** A notice's kind in words. */
export function noticeTitle(type: string): string {
  return TITLES[type] ?? type;
}
