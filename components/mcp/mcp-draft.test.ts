import { expect, test } from 'vitest';
import type { McpConfig } from '#lib/letta/mcp-config.ts';
import { type McpDraft, toDraft, toInput, whyNotSave } from './mcp-draft.ts';

const WEB: McpConfig = {
  kind: 'sse',
  url: 'https://a.example/sse',
  authHeader: 'Authorization',
  authToken: '[hidden]',
  headers: { 'x-a': '[hidden]', 'x-b': '{{ B }}' },
};
const PROGRAM: McpConfig = { kind: 'stdio', command: 'npx', args: ['-y', 'a b'], env: { KEY: 'v' } };

const draftOf = (config: McpConfig, changed: Partial<McpDraft> = {}) => ({
  ...toDraft({ key: 'k', name: 'one', config }),
  ...changed,
});

test.each([WEB, PROGRAM])('a server that was opened and not changed is sent as it was', (config) => {
  expect(toInput(draftOf(config))).toEqual({ name: 'one', config });
});

test('nothing hidden is shown, and what is typed replaces it', () => {
  const draft = draftOf(WEB);
  expect(JSON.stringify(draft)).not.toContain('[hidden]');
  const { config } = toInput({ ...draft, authToken: 'Bearer new' });
  expect(config).toMatchObject({ authToken: 'Bearer new', headers: { 'x-a': '[hidden]' } });
});

test('without the name of its header a saved token is removed', () => {
  expect(toInput(draftOf(WEB, { authHeader: '' })).config).toMatchObject({ authHeader: null, authToken: null });
});

test('a token without a header goes into Authorization; a header without a name goes nowhere', () => {
  const headers = [{ id: '1', name: '', value: 'x' }];
  const { config } = toInput({ ...toDraft(null), url: ' https://a.example ', authToken: 'Bearer t', headers });
  expect(config).toEqual({
    kind: 'streamable_http',
    url: 'https://a.example',
    authHeader: 'Authorization',
    authToken: 'Bearer t',
    headers: {},
  });
});

test.each([
  [{ name: '' }, 'Enter a name'],
  [{ url: 'ftp://x' }, 'Enter a URL that begins with http:// or https://'],
  [{ kind: 'stdio' }, 'Enter a command'],
  [{}, undefined],
] as const)('%j cannot be saved: %s', (changed, problem) => {
  expect(whyNotSave({ ...draftOf(WEB), ...changed })).toBe(problem);
});
