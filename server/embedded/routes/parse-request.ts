import type { Context } from 'hono';
import { z } from 'zod';
import { invalidFields, type LettaError, type ValidationIssue } from '#server/embedded/letta-error.ts';
import type { PageRequest } from '#server/embedded/store/page.ts';

const MAX_DEPTH = 200;

/** The JSON body, checked. Throws the original's 422. An absent body counts as `{}` when `optional`. */
export async function parseBody<T extends z.ZodType>(
  c: Context,
  schema: T,
  { optional }: { optional: boolean } = { optional: false },
): Promise<z.output<T>> {
  const text = await c.req.text();
  if (text === '' && !optional)
    throw invalidFields([{ type: 'missing', loc: ['body'], msg: 'Field required', input: null }]);
  // Anything but JSON is a text to the original, and so no object.
  const isJson = /\bjson\b/.test(c.req.header('content-type') ?? 'application/json');
  return check(schema, text === '' ? {} : isJson ? parseJson(text) : text, 'body');
}

/** The query, checked; a parameter that may be repeated is read as a list when the schema's key is in `lists`. */
export function parseQuery<T extends z.ZodType>(c: Context, schema: T, lists: string[] = []): z.output<T> {
  const query: Record<string, string | string[]> = { ...c.req.query() };
  for (const name of lists) {
    const values = c.req.queries(name);
    if (values) query[name] = values;
  }
  return check(schema, query, 'query');
}

/** A query flag. */
export const queryFlag = z.enum(['true', 'false', '1', '0']).transform((value) => value === 'true' || value === '1');

/** The paging parameters of a list with these defaults. */
export function pageQuery(defaults: { limit: number; order: 'asc' | 'desc' }) {
  return {
    limit: z.coerce.number().int().min(0).max(10_000).default(defaults.limit),
    order: z.enum(['asc', 'desc']).default(defaults.order),
    after: z.string().optional(),
    before: z.string().optional(),
  };
}

/** The page a checked query asks for. */
export function toPage(query: PageRequest): PageRequest {
  return { limit: query.limit, order: query.order, after: query.after, before: query.before };
}

/**
 * Whether the answer should have the shape for SDK 1.0 clients, by the original's rule:
 * the SDK's version header, no user agent at all, or the SDK's own user agent.
 */
export function isSdkClient(c: Context): boolean {
  if (c.req.header('x-stainless-package-version')) return true;
  const agent = c.req.header('user-agent');
  return !agent || /^(?:@letta-ai\/)?letta-client\/[1-9]/.test(agent);
}

function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    if (isWithinDepth(value)) return value;
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'Expecting value';
    throw invalidJson(reason, Number(/position (\d+)/.exec(reason)?.[1] ?? text.length));
  }
  throw invalidJson(`nested deeper than ${MAX_DEPTH} levels`, 0);
}

function invalidJson(reason: string, at: number): LettaError {
  return invalidFields([{ type: 'json_invalid', loc: ['body', at], msg: `JSON decode error: ${reason}`, input: {} }]);
}

/** JSON can be parsed at any depth, but neither checked nor written again: both need stack for every level. */
function isWithinDepth(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; depth <= MAX_DEPTH; depth += 1) {
    level = level.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []));
    if (level.length === 0) return true;
  }
  return false;
}

function check<T extends z.ZodType>(schema: T, value: unknown, where: 'body' | 'query'): z.output<T> {
  return checkPart(schema, value, [where]);
}

/** A part of a request, checked; `place` is where it stands. Throws the original's 422. */
export function checkPart<T extends z.ZodType>(schema: T, value: unknown, place: string[]): z.output<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw invalidFields(issuesOf(result.error, value, place));
}

/** What is wrong with a value, in the terms of the original's validator; `place` is where the value stands. */
export function issuesOf(error: z.ZodError, value: unknown, place: string[]): ValidationIssue[] {
  return error.issues.flatMap(ofUnion).map((issue) => toIssue(issue, value, place));
}

const TYPE_MESSAGES: Record<string, [type: string, message: string]> = {
  string: ['string_type', 'Input should be a valid string'],
  number: ['int_parsing', 'Input should be a valid number'],
  int: ['int_parsing', 'Input should be a valid integer, unable to parse string as an integer'],
  boolean: ['bool_parsing', 'Input should be a valid boolean'],
  array: ['list_type', 'Input should be a valid list'],
  object: ['model_attributes_type', 'Input should be a valid dictionary or object to extract fields from'],
  record: ['dict_type', 'Input should be a valid dictionary'],
};

/** Of a value that fits none of several forms, what is wrong with it as the last one, which is the most common. */
function ofUnion(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const inner = issue.errors.at(-1) ?? [];
  return inner.length === 0
    ? [issue]
    : inner.flatMap((each) => ofUnion({ ...each, path: [...issue.path, ...each.path] }));
}

/** Fields whose values the original keeps in an enumeration of its own; others are literals. */
const ENUM_FIELDS = new Set(['agent_type', 'feedback', 'provider_category', 'provider_type']);

function toIssue(issue: z.core.$ZodIssue, value: unknown, place: string[]): ValidationIssue {
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
  const input = path.reduce<unknown>(
    (current, key) => (typeof current === 'object' && current !== null ? Reflect.get(current, key) : undefined),
    value,
  );
  const loc = [...place, ...path];
  if (input === undefined && issue.code !== 'custom') {
    const parent = path.length === 1 ? value : null;
    return { type: 'missing', loc, msg: 'Field required', input: parent };
  }
  if (issue.code === 'invalid_type') {
    const [type, msg] = TYPE_MESSAGES[issue.expected] ?? ['value_error', issue.message];
    return { type, loc, msg, input };
  }
  if (issue.code === 'invalid_value') {
    const expected = issue.values.map((each) => `'${String(each)}'`).join(' or ');
    const type = ENUM_FIELDS.has(String(path[0])) ? 'enum' : 'literal_error';
    return { type, loc, msg: `Input should be ${expected}`, input };
  }
  if (issue.code === 'custom' && typeof issue.params?.['type'] === 'string')
    return { type: issue.params['type'], loc, msg: issue.message, input };
  return { type: boundType(issue) ?? 'value_error', loc, msg: issue.message, input };
}

/** What the original calls a value beyond a limit. */
function boundType(issue: z.core.$ZodIssue): string | null {
  if (issue.code !== 'too_small' && issue.code !== 'too_big') return null;
  const isSmall = issue.code === 'too_small';
  if (issue.origin === 'string') return isSmall ? 'string_too_short' : 'string_too_long';
  if (issue.origin === 'array') return isSmall ? 'too_short' : 'too_long';
  if (issue.inclusive) return isSmall ? 'greater_than_equal' : 'less_than_equal';
  return isSmall ? 'greater_than' : 'less_than';
}
