export type ParsedSchema = { schema: Record<string, unknown> | null; problem?: undefined } | { problem: string };

/** A JSON schema as it is typed; nothing typed is no schema. */
export function parseSchema(text: string): ParsedSchema {
  if (text.trim() === '') return { schema: null };
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return { schema: { ...parsed } };
    return { problem: 'A schema is a JSON object, such as {"type": "object", "properties": {}}.' };
  } catch (error) {
    return { problem: `This is not JSON yet: ${error instanceof Error ? error.message : String(error)}` };
  }
}
