import type { NamedSecret } from '#components/ui/secret-list.tsx';
import { HIDDEN_SECRET, type McpConfig, type McpServer } from '#lib/letta/mcp-config.ts';
import type { McpServerInput } from '#lib/letta/mcp-servers.ts';
import { randomId } from '#lib/random-id.ts';
import type { McpPreset } from './mcp-presets.ts';

/** An MCP server as it is being entered: the fields of every kind, so that trying another loses nothing. */
export interface McpDraft {
  name: string;
  kind: McpConfig['kind'];
  url: string;
  authHeader: string;
  authToken: string;
  /** There is a token that the server does not tell. An empty entry leaves it. */
  isTokenSaved: boolean;
  headers: NamedSecret[];
  command: string;
  /** One argument per line. */
  argsText: string;
  env: NamedSecret[];
}

const EMPTY: McpDraft = {
  name: '',
  kind: 'streamable_http',
  url: '',
  authHeader: '',
  authToken: '',
  isTokenSaved: false,
  headers: [],
  command: '',
  argsText: '',
  env: [],
};

/** What the form begins with: a saved server, a preset, or nothing. */
export function toDraft(from: McpServer | McpPreset | null): McpDraft {
  if (from === null) return EMPTY;
  if (!('config' in from)) return { ...EMPTY, name: from.name, url: from.url, authHeader: from.authHeader };
  const { name, config } = from;
  if (config.kind === 'stdio') {
    const { command, args, env } = config;
    return { ...EMPTY, name, kind: 'stdio', command, argsText: args.join('\n'), env: toSecrets(env) };
  }
  const isTokenSaved = config.authToken === HIDDEN_SECRET;
  return {
    ...EMPTY,
    name,
    kind: config.kind,
    url: config.url,
    authHeader: config.authHeader ?? (config.authToken ? 'Authorization' : ''),
    authToken: isTokenSaved ? '' : (config.authToken ?? ''),
    isTokenSaved,
    headers: toSecrets(config.headers),
  };
}

/** The draft as it is sent. */
export function toInput(draft: McpDraft): McpServerInput {
  const name = draft.name.trim();
  if (draft.kind === 'stdio') {
    const args = draft.argsText.split('\n').filter((line) => line !== '');
    const config = { kind: draft.kind, command: draft.command.trim(), args, env: fromSecrets(draft.env) };
    return { name, config };
  }
  const authHeader = draft.authHeader.trim();
  const authToken = draft.authToken || (draft.isTokenSaved && authHeader !== '' ? HIDDEN_SECRET : '');
  return {
    name,
    config: {
      kind: draft.kind,
      url: draft.url.trim(),
      authHeader: authToken === '' ? null : authHeader || 'Authorization',
      authToken: authToken || null,
      headers: fromSecrets(draft.headers),
    },
  };
}

/** Why a draft cannot be tried yet. */
export function whyNotTest(draft: McpDraft): string | undefined {
  if (draft.kind === 'stdio') return draft.command.trim() === '' ? 'Enter a command' : undefined;
  return /^https?:\/\/./.test(draft.url.trim()) ? undefined : 'Enter a URL that begins with http:// or https://';
}

/** Why a draft cannot be saved yet. */
export function whyNotSave(draft: McpDraft): string | undefined {
  return draft.name.trim() === '' ? 'Enter a name' : whyNotTest(draft);
}

function toSecrets(values: Record<string, string>): NamedSecret[] {
  return Object.entries(values).map(([name, value]) => {
    const isSaved = value === HIDDEN_SECRET;
    return { id: randomId(), name, value: isSaved ? '' : value, isSaved };
  });
}

function fromSecrets(secrets: NamedSecret[]): Record<string, string> {
  const named = secrets.filter(({ name }) => name !== '');
  return Object.fromEntries(
    named.map(({ name, value, isSaved }) => [name, value === '' && isSaved ? HIDDEN_SECRET : value]),
  );
}
