import { HIDDEN, hideCertainCredentials, hideCredentials } from '#lib/hide-credentials.ts';

/** Names whose value is a secret, in the fields of Letta, in headers, and in arguments that people name themselves. */
const SECRET_NAME =
  /(?:(?:api|access|private|secret)[-_]?key|token|secret|password|passphrase|authorization|credentials?)s?(?:_enc)?$/i;

/** Fields that map names of people's own to values, all of them secret. */
const ALL_SECRET = new Set([
  'secrets',
  'tool_exec_environment_variables',
  'env_vars',
  'env',
  'environment',
  'custom_headers',
  'headers',
]);

const SHORTEST_SECRET = 4;

/** The secrets in the body of a request, by the names of its fields. Shorter than 4 characters, none can be told apart. */
export function secretsIn(body: unknown): string[] {
  const found: string[] = [];
  mapTexts(body, (text, { isSecret }) => {
    if (isSecret && text.length >= SHORTEST_SECRET) found.push(text);
    return text;
  });
  return found;
}

/** The body of a request to show: what is secret is named in its place, what can only be a credential hidden. */
export function withPlaceholders(body: unknown): unknown {
  return mapTexts(body, (text, { name, isSecret }) => (isSecret ? `<${name}>` : hideCertainCredentials(text)));
}

/** An answer to show: without what its fields call secret, what looks like a credential, and these texts. */
export function withoutSecrets(body: unknown, secrets: readonly string[]): unknown {
  return mapTexts(body, (text, { isSecret }) => (isSecret ? HIDDEN : hideCredentials(hideTexts(text, secrets))));
}

/** A text without these others, also where they are escaped as in JSON or in an address. */
export function hideTexts(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) {
    for (const form of [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret.toWellFormed())])
      clean = clean.replaceAll(form, HIDDEN);
  }
  return clean;
}

interface Place {
  /** The nearest name above it, or the option of a command line before it. */
  name: string;
  isSecret: boolean;
}

function mapTexts(
  value: unknown,
  change: (text: string, place: Place) => string,
  place: Place = { name: '', isSecret: false },
): unknown {
  if (typeof value === 'string') return change(value, place);
  if (Array.isArray(value)) return value.map((each, index) => mapTexts(each, change, placeOf(value[index - 1], place)));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, mapTexts(each, change, within(name, each, place))]),
  );
}

function within(name: string, value: unknown, { isSecret }: Place): Place {
  const isMap = typeof value === 'object' && ALL_SECRET.has(name.toLowerCase());
  return { name, isSecret: isSecret || isMap || SECRET_NAME.test(name) };
}

/** `--token x` is two entries of a command line. */
function placeOf(before: unknown, place: Place): Place {
  return typeof before === 'string' && before.startsWith('-') && SECRET_NAME.test(before)
    ? { name: before, isSecret: true }
    : place;
}
