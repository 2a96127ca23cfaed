import { type BrowserContext, expect as baseExpect, test as baseTest } from '@playwright/test';
import { type AdeApi, createAdeApi } from './ade-api.ts';
import { type AllowedFailure, createPageGuard, type PageGuard } from './page-guard.ts';
import { type RemoteLetta, type RemoteLettaOptions, startRemoteLetta } from './remote-letta.ts';
import { type ScriptedProvider, startScriptedProvider } from './scripted-provider.ts';
import { type Ade, type AdeOptions, startAde } from './start-ade.ts';

/** The key `ade` knows the scripted provider by; it must turn up nowhere else. */
export const PROVIDER_KEY = 'sk-scripted-provider-canary';

/** How the process logs a report the browser sent to /api/csp. */
const CSP_REPORT = /Content security policy report:/;

/** A product with a remote server, and the id it knows that server by. */
export interface WithRemote {
  ade: Ade;
  remote: RemoteLetta;
  api: AdeApi;
  serverId: string;
}

interface WorkerFixtures {
  /** Set with `test.use({ adeOptions: { … } })` at the top of a file; that file then gets a process of its own. */
  adeOptions: AdeOptions;
  /** `test.use({ withProvider: true })` gives `ade` the scripted model beside the demo model, under OPENAI_BASE_URL. */
  withProvider: boolean;
  /** One running product per worker; its data stays from test to test. */
  ade: Ade;
  /** One scripted provider per worker; tests use `provider`. */
  workerProvider: ScriptedProvider;
}

interface TestFixtures {
  /** The scripted model of `ade`; scripts are gone after the test. Needs `withProvider`. */
  provider: ScriptedProvider;
  /** Calls to `ade` as the page makes them. */
  api: AdeApi;
  /** Failures the test causes on purpose: statuses of responses, 'network' or 'sandbox'. */
  allowStatuses: (failures: AllowedFailure[]) => void;
  /** For further contexts of the browser: `await pageGuard.watch(context)`. */
  pageGuard: PageGuard;
  /** Another product with its own empty data folder, ended with the test. */
  startAde: (options?: AdeOptions) => Promise<Ade>;
  /** A Letta server on "another machine", ended with the test. */
  startRemote: (options?: RemoteLettaOptions) => Promise<RemoteLetta>;
  /** A product that knows a Letta server on another machine, which needs no password. */
  startWithRemote: (options?: RemoteLettaOptions) => Promise<WithRemote>;
}

export const test = baseTest.extend<TestFixtures, WorkerFixtures>({
  adeOptions: [{}, { scope: 'worker', option: true }],
  withProvider: [false, { scope: 'worker', option: true }],

  workerProvider: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from this pattern
    async ({}, use) => {
      const provider = await startScriptedProvider();
      await use(provider);
      await provider.stop();
    },
    { scope: 'worker' },
  ],

  ade: [
    async ({ adeOptions, withProvider, workerProvider }, use) => {
      const env = { ...(withProvider ? providerEnvironment(workerProvider) : {}), ...adeOptions.env };
      const ade = await startAde({ ...adeOptions, env });
      await use(ade);
      await ade.dispose();
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  baseURL: async ({ ade }, use) => use(ade.url),

  provider: async ({ workerProvider, withProvider }, use) => {
    if (!withProvider) throw new Error('Write test.use({ withProvider: true }) at the top of this file.');
    workerProvider.reset();
    await use(workerProvider);
    workerProvider.reset();
  },

  api: async ({ ade }, use) => use(createAdeApi(ade.url)),

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from this pattern
  pageGuard: async ({}, use) => use(createPageGuard()),

  allowStatuses: async ({ pageGuard }, use) => use((failures) => pageGuard.allow(failures)),

  context: async ({ context, pageGuard, ade }, use, testInfo) => {
    const printedBefore = ade.logs().length;
    await pageGuard.watch(context);
    await use(context);
    const printed = ade.logs().slice(printedBefore);
    if (testInfo.status !== testInfo.expectedStatus) await testInfo.attach('server.log', { body: printed });
    const reports = printed.split('\n').filter((line) => CSP_REPORT.test(line));
    const problems = [...pageGuard.problems(), ...reports];
    if (problems.length > 0) throw new Error(`Unseen by the test, this went wrong:\n\n${problems.join('\n\n')}`);
  },

  startAde: async ({ context }, use) => {
    const started: Ade[] = [];
    await use(async (options) => {
      const ade = await startAde(options);
      started.push(ade);
      return ade;
    });
    await leavePages(context);
    for (const ade of started) await ade.dispose();
  },

  startRemote: async ({ context }, use) => {
    const started: RemoteLetta[] = [];
    await use(async (options) => {
      const remote = await startRemoteLetta(options);
      started.push(remote);
      return remote;
    });
    await leavePages(context);
    for (const remote of started) await remote.stop();
  },

  startWithRemote: async ({ startAde, startRemote }, use) => {
    await use(async (options) => {
      const [ade, remote] = await Promise.all([startAde(), startRemote({ password: null, ...options })]);
      const api = createAdeApi(ade.url);
      const { id: serverId } = await api.post<{ id: string }>('/api/servers', { name: 'Remote', url: remote.url });
      return { ade, remote, api, serverId };
    });
  },
});

export const expect = baseExpect;

/** A page that still asks a server which the test is about to end would fail the test for it. */
async function leavePages(context: BrowserContext): Promise<void> {
  await Promise.all(context.pages().map((page) => page.close()));
}

function providerEnvironment({ url }: ScriptedProvider): Record<string, string> {
  return { OPENAI_BASE_URL: url, OPENAI_API_KEY: PROVIDER_KEY };
}
