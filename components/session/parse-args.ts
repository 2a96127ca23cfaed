export type ParsedArgs = { ok: true; args: Record<string, unknown> } | { ok: false; problem: string };

/** Reads arguments: a JSON object, or nothing at all. */
export function parseArgs(text: string): ParsedArgs {
  if (text.trim() === '') return { ok: true, args: {} };
  try {
    const args: unknown = JSON.parse(text);
    if (typeof args === 'object' && args !== null && !Array.isArray(args)) return { ok: true, args: { ...args } };
    return { ok: false, problem: 'Arguments are a JSON object: { … }.' };
  } catch (error) {
    return { ok: false, problem: `This is not JSON. ${error instanceof Error ? error.message : ''}`.trim() };
  }
}
