/** Whether a schema is fit for the strict mode of OpenAI, in the original's terms. */
export interface SchemaHealth {
  status: 'STRICT_COMPLIANT' | 'NON_STRICT_ONLY' | 'INVALID';
  reasons: string[];
}

const DEEPEST = 20;

/** Judges the parameters of a tool: strict wants every object closed and every property required. */
export function judgeSchema(schema: Record<string, unknown>): SchemaHealth {
  if (schema['type'] !== 'object') {
    return { status: 'INVALID', reasons: ["Root schema must have type 'object'"] };
  }
  const reasons = findLoose(schema, 'root', 0);
  return { status: reasons.length === 0 ? 'STRICT_COMPLIANT' : 'NON_STRICT_ONLY', reasons };
}

function findLoose(schema: unknown, path: string, depth: number): string[] {
  if (!isRecord(schema) || depth > DEEPEST) return [];
  const properties = isRecord(schema['properties']) ? schema['properties'] : {};
  const required: unknown[] = Array.isArray(schema['required']) ? schema['required'] : [];
  const reasons: string[] = [];
  if (schema['type'] === 'object') {
    if (schema['additionalProperties'] !== false) reasons.push(`${path}: 'additionalProperties' is not false`);
    const optional = Object.keys(properties).filter((name) => !required.includes(name));
    if (optional.length > 0) reasons.push(`${path}: not required: ${optional.join(', ')}`);
  }
  for (const [name, inner] of Object.entries(properties))
    reasons.push(...findLoose(inner, `${path}.${name}`, depth + 1));
  reasons.push(...findLoose(schema['items'], `${path}[]`, depth + 1));
  for (const kind of ['anyOf', 'oneOf', 'allOf']) {
    const choices = schema[kind];
    if (Array.isArray(choices)) for (const choice of choices) reasons.push(...findLoose(choice, path, depth + 1));
  }
  return reasons;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
