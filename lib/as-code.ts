/** A call to Letta, as three programs make it. */
export interface CodeCall {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** From `/v1` on. */
  path: string;
  body?: unknown;
  /** What a shell command has to send besides the key; the SDKs send their own. */
  headers?: Record<string, string>;
  /** What the SDKs call it: `agents.update`; absent where they have no method for it. */
  sdk?: { method: string; args: string[] };
}

export type CodeLanguage = 'curl' | 'typescript' | 'python';

/**
 * The call as a shell command, TypeScript or Python. The address and the key are read from LETTA_BASE_URL and
 * LETTA_API_KEY: neither is ever written out.
 */
export function asCode(call: CodeCall, language: CodeLanguage): string {
  switch (language) {
    case 'curl':
      return asCurl(call);
    case 'typescript':
      return asTypeScript(call);
    case 'python':
      return asPython(call);
  }
}

function asCurl({ method, path, headers = {}, body }: CodeCall): string {
  return [
    `curl -sS${method === 'GET' ? '' : ` -X ${method}`} "$LETTA_BASE_URL${inDoubleQuotes(path)}"`,
    `  -H "Authorization: Bearer $LETTA_API_KEY"`,
    ...Object.entries(headers).map(([name, value]) => `  -H ${shellQuoted(`${name}: ${value}`)}`),
    ...(body === undefined
      ? []
      : [`  -H 'Content-Type: application/json'`, `  --data ${shellQuoted(JSON.stringify(body, null, 2))}`]),
  ].join(' \\\n');
}

function asTypeScript(call: CodeCall): string {
  const head = [
    `import Letta from '@letta-ai/letta-client';`,
    '',
    'const client = new Letta({',
    '  baseURL: process.env.LETTA_BASE_URL,',
    '  apiKey: process.env.LETTA_API_KEY,',
    '});',
  ];
  return [...head, `const answer = await ${typeScriptCall(call)};`, 'console.log(answer);'].join('\n');
}

function typeScriptCall({ method, path, body, sdk }: CodeCall): string {
  const object = body === undefined ? [] : [JSON.stringify(body, null, 2)];
  if (sdk)
    return `client.${camelCased(sdk.method)}(${[...sdk.args.map((arg) => JSON.stringify(arg)), ...object].join(', ')})`;
  const options = body === undefined ? '' : `, { body: ${JSON.stringify(body, null, 2)} }`;
  return `client.${method.toLowerCase()}(${JSON.stringify(path)}${options})`;
}

function asPython(call: CodeCall): string {
  const head = [
    'import os',
    '',
    'from letta_client import Letta',
    '',
    'client = Letta(',
    '    base_url=os.environ["LETTA_BASE_URL"],',
    '    api_key=os.environ.get("LETTA_API_KEY"),',
    ')',
  ];
  return [...head, `answer = ${pythonCall(call)}`, 'print(answer)'].join('\n');
}

function pythonCall({ method, path, body, sdk }: CodeCall): string {
  if (!sdk) {
    const options = body === undefined ? '' : `, body=${pythonValue(body, 0)}`;
    return `client.${method.toLowerCase()}(${JSON.stringify(path)}, cast_to=object${options})`;
  }
  const fields = Object.entries(typeof body === 'object' && body !== null ? body : {});
  const args = [
    ...sdk.args.map((arg) => JSON.stringify(arg)),
    ...fields.map(([name, value]) => `${name}=${pythonValue(value, 1)}`),
  ];
  return args.length < 2
    ? `client.${sdk.method}(${args.join('')})`
    : `client.${sdk.method}(\n${args.map((arg) => `    ${arg},`).join('\n')}\n)`;
}

/** A JSON value as Python writes it. */
function pythonValue(value: unknown, depth: number): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value !== 'object') return JSON.stringify(value);
  const indent = '    '.repeat(depth + 1);
  const end = '    '.repeat(depth);
  const entries = Array.isArray(value)
    ? value.map((each) => pythonValue(each, depth + 1))
    : Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}: ${pythonValue(each, depth + 1)}`);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  return entries.length === 0
    ? `${open}${close}`
    : `${open}\n${entries.map((entry) => `${indent}${entry},`).join('\n')}\n${end}${close}`;
}

function camelCased(method: string): string {
  return method.replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());
}

/** For sh: a path may hold a name that an agent chose. The history of a shell reads `!`, curl itself reads brackets. */
function inDoubleQuotes(path: string): string {
  return path.replaceAll(/[!{}[\]]/g, percentEncoded).replaceAll(/[\\$`"]/g, '\\$&');
}

function percentEncoded(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

/** For sh: nothing inside single quotes means anything. */
function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
