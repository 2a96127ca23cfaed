import { homedir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { splitSecrets } from '#scripts/setup/split-secrets.mjs';
import { readEnv } from './env.ts';
import { readSecretsLine } from './read-secrets-line.ts';
import { redact } from './redact.ts';
import { StartError } from './start-error.ts';

const read = (source: Record<string, string>, options = {}) => readEnv({ source, ...options });

describe('readEnv', () => {
  test('defaults', async () => {
    expect(await read({})).toEqual({
      host: '127.0.0.1',
      port: 3000,
      home: join(homedir(), '.letta-ade'),
      allowedHosts: [],
      letta: undefined,
      modelKeys: {},
      mcp: { allowStdio: false, allowPrivate: false },
    });
  });

  test('everything set', async () => {
    const env = await read({
      PORT: '4000',
      HOST: '[::1]',
      LETTA_ADE_HOME: '~/elsewhere',
      ADE_ALLOWED_HOSTS: 'ADE.example.com, box:3000',
      LETTA_BASE_URL: 'https://api.letta.com/',
      LETTA_API_KEY: ' letta-key-1 ',
      OPENAI_API_KEY: 'openai-key-1',
      OPENAI_BASE_URL: 'http://localhost:4010/v1',
      OLLAMA_BASE_URL: 'http://localhost:11434',
      LMSTUDIO_BASE_URL: '',
      ADE_ALLOW_STDIO: '1',
      ADE_ALLOW_PRIVATE_MCP: '1',
    });
    expect(env).toEqual({
      host: '::1',
      port: 4000,
      home: join(homedir(), 'elsewhere'),
      allowedHosts: ['ade.example.com', 'box:3000'],
      letta: { url: 'https://api.letta.com', key: 'letta-key-1' },
      modelKeys: {
        openaiApiKey: 'openai-key-1',
        openaiBaseUrl: 'http://localhost:4010/v1',
        ollamaBaseUrl: 'http://localhost:11434',
      },
      mcp: { allowStdio: true, allowPrivate: true },
    });
    expect(redact('a openai-key-1 b letta-key-1')).toBe('a [hidden] b [hidden]');
  });

  test('keys leave the environment, also when a value is bad', async () => {
    const source = { OPENAI_API_KEY: 'k-111111', ANTHROPIC_API_KEY: 'k-222222', LETTA_API_KEY: 'k-333333', PORT: 'x' };
    await expect(read(source)).rejects.toThrow(StartError);
    expect(source).toEqual({ PORT: 'x' });
  });

  test('keys come on standard input when the launcher says so, and then only from there', async () => {
    const source = {
      ADE_SECRETS: 'stdin',
      OPENAI_API_KEY: 'from-environment',
      OPENAI_BASE_URL: 'http://localhost:1/v1',
    };
    const env = await read(source, { readSecrets: async () => ({ ANTHROPIC_API_KEY: 'from-stdin' }) });
    expect(env.modelKeys).toEqual({ anthropicApiKey: 'from-stdin', openaiBaseUrl: 'http://localhost:1/v1' });
    expect(source).toEqual({ ADE_SECRETS: 'stdin' });
  });

  test('the embedded server alone has its own port and folder', async () => {
    const env = await read({ LETTA_ADE_HOME: '/data/ade' }, { defaultPort: 8283, subfolder: 'server' });
    expect(env).toMatchObject({ port: 8283, home: join('/data/ade', 'server') });
  });

  test.each([
    ['127.0.0.1', '127.0.0.1'],
    ['localhost', '127.0.0.1'],
    ['LOCALHOST', '127.0.0.1'],
    ['127.5.0.9', '127.5.0.9'],
    ['::1', '::1'],
    ['[::1]', '::1'],
  ])('HOST=%s binds %s', async (setting, host) => expect((await read({ HOST: setting })).host).toBe(host));

  const refusalOf = (source: Record<string, string>, options = {}) =>
    read(source, options).then(
      () => undefined,
      (error: unknown) => error as StartError,
    );
  const PASSWORD = 'correct horse battery';
  const odd = ['0', '0x0', '[0.0.0.0]x', '::ffff:0.0.0.0', '::ffff:127.0.0.1', '::ffff:0:0', '０.0.0.0', '１２７.0.0.1']
    .concat(['127.0.0.1.evil.com', '127.0.0.256', '127.0.0.01', '127.1', '0x7f.1', '*', 'box.local', '', ' '])
    .concat(['fe80::1%eth0', '0.0.0.0/0', '0000.0.0.0', '::0.0.0.0', '0.0.0.0:3000']);

  test.each(odd)('T1 HOST=%j is refused, with a password too', async (setting) => {
    const sources: Record<string, string>[] = [{}, { ADE_PASSWORD: PASSWORD }];
    for (const more of sources) {
      const refusal = await refusalOf({ HOST: setting, ...more });
      expect(refusal).toBeInstanceOf(StartError);
      expect(refusal?.message).toBe('HOST cannot be used: it must be a plain IP address of this machine.');
      expect(refusal?.next).toContain('127.0.0.1');
    }
  });

  test.each([
    ['0.0.0.0', '0.0.0.0'],
    ['::', '::'],
    ['[::]', '::'],
    ['0:0:0:0:0:0:0:0', '::'],
    ['192.168.1.10', '192.168.1.10'],
    [' 10.0.0.1 ', '10.0.0.1'],
    ['2001:DB8::0001', '2001:db8::1'],
  ])('T1 HOST=%j needs a password of 12 characters and then binds %s', async (setting, host) => {
    for (const ADE_PASSWORD of [undefined, '', ' '.repeat(20)]) {
      const refusal = await refusalOf({ HOST: setting, ...(ADE_PASSWORD !== undefined && { ADE_PASSWORD }) });
      expect(refusal?.message).toBe(
        `HOST cannot be used: ${host} can be reached from other machines, and ADE_PASSWORD does not protect it.`,
      );
      expect(refusal?.next).toContain('Set ADE_PASSWORD to at least 12 characters');
    }
    expect((await refusalOf({ HOST: setting, ADE_PASSWORD: 'elevenchars' }))?.message).toContain('fewer than 12');
    expect((await refusalOf({ HOST: setting, LETTA_SERVER_PASSWORD: 'another-password' }))?.next).toContain('ADE_P');
    expect(await read({ HOST: setting, ADE_PASSWORD: PASSWORD })).toMatchObject({ host, password: PASSWORD });
  });

  test('T1 the embedded server alone goes by its own password', async () => {
    const alone = { passwordName: 'LETTA_SERVER_PASSWORD' };
    expect((await refusalOf({ HOST: '0.0.0.0', ADE_PASSWORD: PASSWORD }, alone))?.next).toContain('LETTA_SERVER_PASS');
    expect((await refusalOf({ HOST: '::', LETTA_SERVER_PASSWORD: 'short' }, alone))?.next).toContain('LETTA_SERVER_PA');
    const opened = { HOST: '0.0.0.0', LETTA_SERVER_PASSWORD: 'twelve-letters' };
    expect(await read(opened, alone)).toMatchObject({ host: '0.0.0.0', serverPassword: 'twelve-letters' });
  });

  test('the launcher hands over every key, the passwords too', async () => {
    const keys = { ADE_PASSWORD: PASSWORD, LETTA_SERVER_PASSWORD: 'its-password', OPENAI_API_KEY: 'sk-1234567' };
    const { env, secretsLine } = splitSecrets({ ...keys, PORT: '3001', NODE_ENV: 'production' });
    expect(env).toEqual({ ADE_SECRETS: 'stdin', PORT: '3001', NODE_ENV: 'production' });
    const started = await readEnv({
      source: { ...env } as Record<string, string>,
      readSecrets: async () => JSON.parse(secretsLine),
    });
    expect(started).toMatchObject({ password: PASSWORD, serverPassword: 'its-password' });
    expect(redact(`a ${PASSWORD} b`)).toBe('a [hidden] b');
  });

  test.each([
    ['PORT', '0'],
    ['PORT', '65536'],
    ['PORT', '3000x'],
    ['ADE_ALLOW_STDIO', 'yes'],
    ['ADE_ALLOW_PRIVATE_MCP', 'true'],
    ['ADE_ALLOWED_HOSTS', '*.example.com'],
    ['ADE_ALLOWED_HOSTS', 'http://example.com'],
    ['ADE_ALLOWED_HOSTS', 'example.com/path'],
    ['LETTA_BASE_URL', 'localhost:8283'],
    ['LETTA_BASE_URL', 'http://localhost:3000'],
    ['OPENAI_BASE_URL', 'ftp://x'],
    ['OPENAI_API_KEY', 'key with spaces'],
    ['ADE_PASSWORD', 'elevenchars'],
    ['ADE_PASSWORD', `eleven${' '.repeat(9)}`],
    ['ADE_PASSWORD', 'with a\nline break'],
    ['ADE_PASSWORD', 'x'.repeat(1_001)],
  ])('%s=%j is refused by name', async (name, value) => {
    const refusal = await read({ [name]: value }).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(StartError);
    expect((refusal as StartError).message).toContain(name);
    expect((refusal as StartError).next).not.toBe('');
  });
});

describe('readSecretsLine', () => {
  const feed = (text: string) => {
    const input = new PassThrough();
    input.end(text);
    return readSecretsLine(input);
  };

  test('takes the first line', async () => {
    expect(await feed('{"OPENAI_API_KEY":"k"}\nmore')).toEqual({ OPENAI_API_KEY: 'k' });
    expect(await feed('')).toEqual({});
  });

  test.each(['{"OPENAI_API_KEY":"sk-quoted', '[1]', '{"A":1}'])('refuses %s without quoting it', async (text) => {
    const refusal = await feed(text).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(StartError);
    expect((refusal as StartError).message).not.toContain('sk-quoted');
  });
});
