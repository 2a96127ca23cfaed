/** One argument as a form asks for it. */
export interface FormField {
  name: string;
  kind: 'text' | 'integer' | 'number' | 'switch' | 'choice' | 'json';
  description: string | null;
  isRequired: boolean;
  /** For a choice: what can be chosen, as JSON. */
  options: string[];
}

type Schema = Record<string, unknown>;

/** What an agent adds to every call and a person need not fill in. */
const INTERNAL = new Set(['request_heartbeat']);

/** The arguments of a tool's JSON schema, or of its `parameters`. Kinds it cannot draw are asked for as JSON. */
export function formFields(schema: unknown): FormField[] {
  const object = asSchema(asSchema(schema)['parameters'] ?? schema);
  const required = Array.isArray(object['required']) ? object['required'] : [];
  return Object.entries(asSchema(object['properties']))
    .filter(([name]) => !INTERNAL.has(name))
    .map(([name, property]) => {
      const { schema: own, isNullable } = withoutNull(asSchema(property));
      const options = Array.isArray(own['enum']) ? own['enum'].map((each) => JSON.stringify(each)) : [];
      return {
        name,
        kind: options.length > 0 ? 'choice' : kindOf(own),
        description: typeof own['description'] === 'string' ? own['description'] : describe(property),
        isRequired: required.includes(name) && !isNullable,
        options,
      };
    });
}

/** An argument as it is entered; '' when it is absent. */
export function toEntry(field: FormField, value: unknown): string | boolean {
  if (field.kind === 'switch') return value === true;
  if (value === undefined) return '';
  if (field.kind === 'text' && typeof value === 'string') return value;
  return field.kind === 'json' ? JSON.stringify(value, null, 2) : JSON.stringify(value);
}

/**
 * The arguments with one entry changed: everything else, known to the form or not, stays as it is. An empty entry takes
 * an optional argument out. Throws a sentence when the entry does not fit.
 */
export function withEntry(
  args: Record<string, unknown>,
  field: FormField,
  entry: string | boolean,
): Record<string, unknown> {
  const isEmpty = entry === '' && !(field.kind === 'text' && field.isRequired);
  if (!isEmpty) return { ...args, [field.name]: fromEntry(field, entry) };
  const { [field.name]: _absent, ...rest } = args;
  return rest;
}

function fromEntry(field: FormField, entry: string | boolean): unknown {
  if (typeof entry === 'boolean' || field.kind === 'text') return entry;
  if (field.kind === 'choice' || field.kind === 'json') return parse(entry);
  const value = Number(entry);
  if (!Number.isFinite(value)) throw new SyntaxError('Enter a number.');
  if (field.kind === 'integer' && !Number.isInteger(value)) throw new SyntaxError('Enter a whole number.');
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SyntaxError('This is not JSON yet.');
  }
}

function kindOf(schema: Schema): FormField['kind'] {
  switch (schema['type']) {
    case 'string':
      return 'text';
    case 'integer':
      return 'integer';
    case 'number':
      return 'number';
    case 'boolean':
      return 'switch';
    default:
      return 'json';
  }
}

/** `string | null` is an optional string. */
function withoutNull(schema: Schema): { schema: Schema; isNullable: boolean } {
  const { type, anyOf } = schema;
  if (Array.isArray(type) && type.length === 2 && type.includes('null'))
    return { schema: { ...schema, type: type.find((each) => each !== 'null') }, isNullable: true };
  if (!Array.isArray(anyOf) || anyOf.length !== 2) return { schema, isNullable: false };
  const others = anyOf.map(asSchema).filter((each) => each['type'] !== 'null');
  const [only] = others;
  return others.length === 1 && only
    ? { schema: { ...schema, ...only }, isNullable: true }
    : { schema, isNullable: false };
}

function describe(property: unknown): string | null {
  const { description } = asSchema(property);
  return typeof description === 'string' ? description : null;
}

function asSchema(value: unknown): Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Schema) : {};
}
