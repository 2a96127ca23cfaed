import { readFileSync } from 'node:fs';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestServer } from '#server/embedded/test-server.ts';
import { askBackend } from './ask.ts';
import type { CheckId, CheckResult } from './check-result.ts';
import { type DoctorTarget, runDoctor, runEmbeddedDoctor } from './run-doctor.ts';
import { page, type Staged, type Staging, stage, stageSilence } from './staged-letta.ts';

const coded = (code: string) => Object.assign(new Error(code), { code });
const leadsHere = async () => [{ address: '127.0.0.1', family: 4 }];

interface Case {
  staging: Staging;
  /** Of the address that is entered. */
  scheme?: 'http' | 'https';
  host?: string;
  path?: string;
  key?: string;
  /** The fingerprint of the certificate that is trusted. */
  pinned?: string;
  model?: string;
  resolve?: () => Promise<{ address: string; family: number }[]>;
}

const before = getCACertificates('default');
beforeAll(() => {
  setDefaultCACertificates([
    ...before,
    readFileSync(new URL('test-certificates/authority.pem', import.meta.url), 'utf8'),
  ]);
});
afterAll(() => setDefaultCACertificates(before));

async function collect(findings: AsyncGenerator<CheckResult>): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for await (const result of findings) results.push(result);
  return results;
}

async function examine(each: Case, staged: Staged): Promise<CheckResult[]> {
  const { scheme = each.staging.certificate ? 'https' : 'http', host = 'letta.test', path = '', key, model } = each;
  const url = `${scheme}://${host}:${staged.port}${path}`;
  const target: DoctorTarget = { url, access: { key }, certificate: each.pinned, model };
  return await collect(runDoctor(target, { resolve: each.resolve ?? leadsHere, timeoutMs: 1_000 }));
}

async function diagnose(each: Case): Promise<{ results: CheckResult[]; staged: Staged }> {
  const staged = await stage(each.staging);
  try {
    return { results: await examine(each, staged), staged };
  } finally {
    await staged.close();
  }
}

/** The one finding that matters: the first failure, else the first warning. */
function chief(results: CheckResult[]): CheckResult | undefined {
  return results.find(({ state }) => state === 'failed') ?? results.find(({ state }) => state === 'warning');
}

const PASSWORD = 'a-password-canary';
const SAFE = { password: PASSWORD };

const FAILURES: [string, Case, CheckId, string][] = [
  [
    'a name that does not exist',
    { staging: {}, resolve: async () => Promise.reject(coded('ENOTFOUND')) },
    'name',
    'dns',
  ],
  ['a name server that fails', { staging: {}, resolve: async () => Promise.reject(coded('EAI_AGAIN')) }, 'name', 'dns'],
  [
    'a name that leads to cloud metadata',
    { staging: {}, resolve: async () => [{ address: '169.254.169.254', family: 4 }] },
    'name',
    'blocked',
  ],
  ['an address that no server has', { staging: {}, host: '169.254.169.254' }, 'name', 'blocked'],
  [
    'an address where nothing listens',
    { staging: {}, resolve: async () => [{ address: '127.0.0.2', family: 4 }] },
    'port',
    'refused',
  ],
  ['a certificate that nobody signed', { staging: { certificate: 'self-signed' } }, 'tls', 'tls'],
  ['a certificate that has expired', { staging: { certificate: 'expired' } }, 'tls', 'tls'],
  ['a certificate of another name', { staging: { certificate: 'other-name' } }, 'tls', 'tls'],
  ['https to a plain port', { staging: {}, scheme: 'https' }, 'tls', 'tls'],
  ['http to a TLS port', { staging: { certificate: 'trusted' }, scheme: 'http' }, 'tls', 'needs-https'],
  ['a prefix too much', { staging: SAFE, path: '/wrong' }, 'address', 'wrong-path'],
  ['a prefix too little', { staging: { ...SAFE, prefix: '/letta' } }, 'address', 'wrong-path'],
  ['a login page', { staging: { inFront: page(200) } }, 'address', 'web-page'],
  [
    'a redirect',
    { staging: { inFront: page(307, { location: 'https://sso.test/v1/health/' }) } },
    'address',
    'redirect',
  ],
  ['a proxy without a server behind it', { staging: { inFront: page(502) } }, 'address', 'proxy-error'],
  ['another program', { staging: { prefix: '/elsewhere' } }, 'address', 'not-letta'],
  ['a Letta that is too old', { staging: { ...SAFE, version: '0.11.7' }, key: PASSWORD }, 'address', 'old-version'],
  ['a wrong password', { staging: SAFE, key: 'wrong' }, 'password', 'wrong-key'],
  ['no password where one is needed', { staging: SAFE }, 'password', 'no-key'],
  ['a server open to everyone', { staging: {} }, 'password', 'open-server'],
  ['a proxy that drops a header', { staging: { ...SAFE, dropsHeader: true }, key: PASSWORD }, 'client', 'old-client'],
  ['no model', { staging: { ...SAFE, models: [] }, key: PASSWORD }, 'models', 'no-models'],
  [
    'a proxy that holds streams back',
    {
      staging: { ...SAFE, redis: true, turn: { pieces: 12, everyMs: 40, isHeldBack: true } },
      ...{ key: PASSWORD, model: 'openai/gpt' },
    },
    'streaming',
    'buffered',
  ],
  [
    'a proxy that cuts streams',
    { staging: { ...SAFE, turn: { pieces: 3, everyMs: 1, endsEarly: true } }, key: PASSWORD, model: 'openai/gpt' },
    'streaming',
    'cut',
  ],
  [
    'a model whose key is refused',
    {
      staging: { ...SAFE, turn: { pieces: 0, everyMs: 1, error: 'Incorrect API key' } },
      ...{ key: PASSWORD, model: 'openai/gpt' },
    },
    'streaming',
    'turn-failed',
  ],
  ['no Redis', { staging: { ...SAFE, redis: false }, key: PASSWORD, model: 'openai/gpt' }, 'background', 'no-redis'],
  ['no traces', { staging: { ...SAFE, traces: false }, key: PASSWORD }, 'traces', 'no-traces'],
  ['a clock that is an hour behind', { staging: { ...SAFE, skewMs: -3_600_000 }, key: PASSWORD }, 'clock', 'clock'],
];

describe(`the doctor names the cause of ${FAILURES.length} staged failures`, () => {
  test.each(FAILURES)('%s', async (_name, each, id, cause) => {
    const { results } = await diagnose(each);
    expect(chief(results)).toMatchObject({ id, cause });
    expect(chief(results)?.next).toMatch(/\S/);
    expect(JSON.stringify(results)).not.toContain(PASSWORD);
    expect(results).toHaveLength(11);
  });

  test('a port that never says a word', async () => {
    const staged = await stageSilence();
    const results = await examine({ staging: {} }, staged);
    await staged.close();
    expect(chief(results)).toMatchObject({ id: 'address', cause: 'timeout' });
  });

  test('a server that is as it should be, over TLS', async () => {
    const each = { staging: { ...SAFE, certificate: 'trusted' as const, redis: true }, key: PASSWORD };
    const { results, staged } = await diagnose({ ...each, model: 'openai/gpt' });
    expect(results.map(({ id, state }) => `${id} ${state}`)).toEqual([
      ...['name ok', 'port ok', 'tls ok', 'address ok', 'password ok', 'client ok'],
      ...['models ok', 'streaming ok', 'background ok', 'traces ok', 'clock ok'],
    ]);
    expect(staged.asked).toContain('DELETE /v1/agents/agent-11111111-1111-4111-8111-111111111111');
  });

  test('a certificate that nobody signed is shown, taken when it is the trusted one, and no other then', async () => {
    const staging = { ...SAFE, certificate: 'self-signed' as const };
    const { results } = await diagnose({ staging, key: PASSWORD });
    const shown = results.find(({ id }) => id === 'tls')?.certificate;
    expect(shown).toMatchObject({ fingerprint: expect.stringMatching(/^(?:[0-9A-F]{2}:){31}[0-9A-F]{2}$/) });
    const pinned = shown?.fingerprint ?? '';
    const trusted = await diagnose({ staging, key: PASSWORD, pinned });
    expect(trusted.results.filter(({ state }) => state === 'failed')).toEqual([]);
    const other = await diagnose({ staging: { ...SAFE, certificate: 'trusted' }, key: PASSWORD, pinned });
    expect(chief(other.results)).toMatchObject({ id: 'tls', message: expect.stringContaining('another certificate') });
    expect(other.staged.asked).toEqual([]);
  });

  test('the agent of a turn that fails is deleted, and without a model none is made', async () => {
    const failing = await diagnose({
      staging: { ...SAFE, turn: { pieces: 0, everyMs: 1, error: 'No' } },
      ...{ key: PASSWORD, model: 'openai/gpt' },
    });
    expect(failing.staged.asked.filter((line) => line.startsWith('DELETE'))).toHaveLength(1);
    const { staged } = await diagnose({ staging: SAFE, key: PASSWORD });
    expect(staged.asked.filter((line) => line === 'POST /v1/agents/')).toEqual([]);
  });

  test('the server in this process', async () => {
    const { app } = await openTestServer();
    const backend = { fetch: async (request: Request) => await app.fetch(request), close: async () => undefined };
    const results = await collect(runEmbeddedDoctor(askBackend(backend), 'demo/scripted'));
    expect(results.filter(({ state }) => state === 'failed' || state === 'warning')).toEqual([]);
    expect(results.find(({ id }) => id === 'streaming')).toMatchObject({ state: 'ok' });
    expect(results.every(({ next }) => next === undefined)).toBe(true);
  });
});
