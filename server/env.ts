import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { z } from 'zod';
import type { McpPolicy } from '#server/embedded/mcp/mcp-pool.ts';
import type { ModelKeys } from '#server/embedded/model-keys.ts';
import { parseServerUrl } from '#server/servers/parse-server-url.ts';
import { isLoopback, loopbackHost, networkHost } from './loopback-host.ts';
import { readSecretsLine } from './read-secrets-line.ts';
import { registerSecret } from './redact.ts';
import { StartError } from './start-error.ts';

/** The settings of one start, checked. `home` is absolute; `host` is an IP address; keys are already hidden from logs. */
export interface Env {
  host: string;
  port: number;
  home: string;
  allowedHosts: readonly string[];
  letta: { url: string; key: string | undefined } | undefined;
  modelKeys: ModelKeys;
  /** Which MCP servers the embedded server may talk to. */
  mcp: McpPolicy;
  /** What a person must know to see a page. There is one whenever `host` is not a loopback address. */
  password: string | undefined;
  /** What clients of the embedded server must know when it runs alone. */
  serverPassword: string | undefined;
}

type PasswordName = 'ADE_PASSWORD' | 'LETTA_SERVER_PASSWORD';

type Settings = Record<string, string | undefined>;

export interface ReadEnvOptions {
  source?: Settings;
  readSecrets?: () => Promise<Record<string, string>>;
  defaultPort?: number;
  /** Folder inside the home folder, for a process that must not share it. */
  subfolder?: string;
  /** The password that opens this process to other machines. */
  passwordName?: PasswordName;
}

const KEY_NAMES = [
  'LETTA_API_KEY',
  'OPENAI_API_KEY',
  'ANTHROPIC_API_KEY',
  'ADE_PASSWORD',
  'LETTA_SERVER_PASSWORD',
] as const;
// Not secret, but SDKs read them from the environment behind our back; the parsed setting is the only way in.
const BASE_URL_NAMES = ['LETTA_BASE_URL', 'OPENAI_BASE_URL', 'OLLAMA_BASE_URL', 'LMSTUDIO_BASE_URL'] as const;
const TAKEN_NAMES = [...KEY_NAMES, ...BASE_URL_NAMES];

const NEXT_STEPS: Record<string, string> = {
  PORT: 'Choose a free port, for example PORT=3001 npm start.',
  HOST: 'Leave HOST out to use 127.0.0.1, or write an address such as 192.168.1.10.',
  ADE_PASSWORD: 'Choose a longer one, for example four random words.',
  ADE_ALLOWED_HOSTS: 'Write plain names, for example ADE_ALLOWED_HOSTS=ade.example.com,box:3000.',
  ADE_ALLOW_STDIO: 'Write ADE_ALLOW_STDIO=1 to let MCP servers be programs of this machine, or leave it out.',
  ADE_ALLOW_PRIVATE_MCP: 'Write ADE_ALLOW_PRIVATE_MCP=1 to allow MCP servers of your own network, or leave it out.',
};

const port = z
  .string()
  .regex(/^\d{1,5}$/, 'it must be a number from 1 to 65535')
  .transform(Number)
  .refine((value) => value >= 1 && value <= 65_535, 'it must be a number from 1 to 65535');

const host = z.string().transform((value, context) => {
  const address = loopbackHost(value) ?? networkHost(value);
  if (address) return address;
  context.addIssue({ code: 'custom', message: 'it must be a plain IP address of this machine' });
  return z.NEVER;
});

const hostName = /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\])(?::\d{1,5})?$/;
const hostList = z
  .string()
  .transform((value) =>
    value
      .toLowerCase()
      .split(',')
      .flatMap((name) => name.trim() || []),
  )
  .refine((names) => names.every((name) => hostName.test(name)), 'it must be a comma list of host or host:port names');

const flag = z.enum(['0', '1'], { error: 'it must be 1 or 0' }).transform((value) => value === '1');
const webUrl = z.url({ protocol: /^https?$/, error: 'it must be an http:// or https:// address' });
const key = z
  .string()
  .trim()
  .regex(/^[\x21-\x7e]+$/, 'it contains a character no key has');
const SHORTEST_PASSWORD = 12;
const password = z
  .string()
  .regex(/^\P{Cc}*$/u, 'it contains a character that cannot be typed')
  .refine((value) => value.trim().length >= SHORTEST_PASSWORD, `it has fewer than ${SHORTEST_PASSWORD} characters`)
  .refine((value) => value.length <= 1_000, 'it has more than 1,000 characters');

const settings = z.object({
  PORT: port.optional(),
  HOST: host.default('127.0.0.1'),
  LETTA_ADE_HOME: z.string().optional(),
  ADE_ALLOWED_HOSTS: hostList.optional(),
  LETTA_BASE_URL: z.string().optional(),
  LETTA_API_KEY: key.optional(),
  OPENAI_API_KEY: key.optional(),
  OPENAI_BASE_URL: webUrl.optional(),
  ANTHROPIC_API_KEY: key.optional(),
  OLLAMA_BASE_URL: webUrl.optional(),
  LMSTUDIO_BASE_URL: webUrl.optional(),
  ADE_PASSWORD: password.optional(),
  LETTA_SERVER_PASSWORD: key.optional(),
  LETTA_SERVER_SECURE: z.string().optional(),
  ADE_ALLOW_STDIO: flag.optional(),
  ADE_ALLOW_PRIVATE_MCP: flag.optional(),
});

/**
 * Reads and checks the settings and removes every key from `process.env`. With `ADE_SECRETS=stdin` the keys come as
 * one line of JSON on standard input. Throws `StartError` with one sentence about the first bad value.
 */
export async function readEnv(options: ReadEnvOptions = {}): Promise<Env> {
  const { source = process.env, readSecrets = readSecretsLine, defaultPort = 3000, subfolder } = options;
  const { passwordName = 'ADE_PASSWORD' } = options;
  const fromStdin = source.ADE_SECRETS === 'stdin';
  const taken = takeSecrets(source);
  const values = fromStdin ? { ...source, ...withoutKeys(taken), ...(await readSecrets()) } : { ...source, ...taken };
  for (const name of KEY_NAMES) registerSecret(values[name]?.trim());
  const parsed = settings.safeParse(withoutEmpty(values));
  if (!parsed.success) throw badSetting(parsed.error);
  if (parsed.data.LETTA_SERVER_SECURE === 'true' && !parsed.data.LETTA_SERVER_PASSWORD) {
    throw new StartError(
      'LETTA_SERVER_SECURE asks for a password, and there is none.',
      'Set LETTA_SERVER_PASSWORD, or leave both out.',
    );
  }
  requirePasswordBeyondThisMachine(parsed.data.HOST, passwordName, parsed.data[passwordName]);
  const port = parsed.data.PORT ?? defaultPort;
  const home = homeFolder(parsed.data.LETTA_ADE_HOME);
  return {
    host: parsed.data.HOST,
    port,
    home: subfolder ? join(home, subfolder) : home,
    allowedHosts: parsed.data.ADE_ALLOWED_HOSTS ?? [],
    letta: lettaConnection(parsed.data.LETTA_BASE_URL, parsed.data.LETTA_API_KEY, port),
    modelKeys: {
      openaiApiKey: parsed.data.OPENAI_API_KEY,
      openaiBaseUrl: parsed.data.OPENAI_BASE_URL,
      anthropicApiKey: parsed.data.ANTHROPIC_API_KEY,
      ollamaBaseUrl: parsed.data.OLLAMA_BASE_URL,
      lmstudioBaseUrl: parsed.data.LMSTUDIO_BASE_URL,
    },
    mcp: {
      allowStdio: parsed.data.ADE_ALLOW_STDIO ?? false,
      allowPrivate: parsed.data.ADE_ALLOW_PRIVATE_MCP ?? false,
    },
    password: parsed.data.ADE_PASSWORD,
    serverPassword: parsed.data.LETTA_SERVER_PASSWORD,
  };
}

function requirePasswordBeyondThisMachine(host: string, name: PasswordName, password = ''): void {
  if (isLoopback(host) || password.length >= SHORTEST_PASSWORD) return;
  throw new StartError(
    `HOST cannot be used: ${host} can be reached from other machines, and ${name} does not protect it.`,
    `Set ${name} to at least ${SHORTEST_PASSWORD} characters, or leave HOST out to use 127.0.0.1.`,
  );
}

/** Removes keys and server addresses from an environment and returns what was there. */
export function takeSecrets(source: Settings): Record<string, string> {
  const taken: Record<string, string> = {};
  for (const name of TAKEN_NAMES) {
    const value = source[name];
    if (value !== undefined) taken[name] = value;
    delete source[name];
  }
  return taken;
}

function withoutKeys(taken: Record<string, string>): Record<string, string> {
  const names: readonly string[] = KEY_NAMES;
  return Object.fromEntries(Object.entries(taken).filter(([name]) => !names.includes(name)));
}

/** An empty value means "not set", as compose files write it; but an empty HOST would mean "every address". */
function withoutEmpty(values: Settings): Settings {
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => name === 'HOST' || value?.trim()));
}

function homeFolder(setting: string | undefined): string {
  if (!setting) return join(homedir(), '.letta-ade');
  const path = setting.replace(/^~(?=$|[/\\])/, homedir());
  return isAbsolute(path) ? path : resolve(path);
}

function lettaConnection(url: string | undefined, apiKey: string | undefined, port: number): Env['letta'] {
  if (!url) return undefined;
  const parsed = parseServerUrl(url, { ownHosts: new Set([`localhost:${port}`]) });
  if (!parsed.ok) throw new StartError(`LETTA_BASE_URL cannot be used: ${parsed.message}`, parsed.next);
  return { url: parsed.url, key: apiKey };
}

function badSetting(error: z.ZodError): StartError {
  const issue = error.issues[0];
  const name = String(issue?.path[0] ?? 'A setting');
  const next = NEXT_STEPS[name] ?? `Correct ${name} or leave it out, and start again.`;
  return new StartError(`${name} cannot be used: ${issue?.message ?? 'it is not valid'}.`, next);
}
