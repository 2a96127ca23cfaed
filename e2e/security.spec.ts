import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makeAgent } from './agent-factory.ts';
import { browserOptions } from './browser-options.ts';
import { expect, test } from './fixtures.ts';

/** What another site can make a browser send to us, each with what its page sees of it. */
const ATTACKS = `
  const target = new URLSearchParams(location.search).get('target');
  const path = target + '/api/servers';
  const seen = {};
  const body = JSON.stringify({ name: 'Planted', url: 'http://localhost:1' });
  const outcome = (promise) => promise.then((answer) => answer.type, (error) => error.name);
  const load = (tag, url) => new Promise((resolve) => {
    const element = document.createElement(tag);
    element.onload = () => resolve('loaded');
    element.onerror = () => resolve('failed');
    element.src = url;
    document.body.append(element);
  });
  window.attack = async () => {
    seen.plain = await outcome(fetch(path, { method: 'POST', mode: 'no-cors', body }));
    seen.preflighted = await outcome(fetch(path, { method: 'POST', body, headers: { 'X-ADE': '1', 'Content-Type': 'application/json' } }));
    seen.read = await outcome(fetch(path, { credentials: 'include' }));
    seen.beacon = navigator.sendBeacon(path, body);
    seen.image = await load('img', target + '/icon.svg');
    seen.script = await load('script', path);
    const frame = document.createElement('iframe');
    frame.name = 'sink';
    document.body.append(frame);
    const form = Object.assign(document.createElement('form'), { method: 'post', enctype: 'text/plain', action: path, target: 'sink' });
    form.append(Object.assign(document.createElement('input'), { name: body.slice(0, -1) + ',"x":"', value: '"}' }));
    document.body.append(form);
    const gone = new Promise((resolve) => { frame.onload = resolve; });
    form.submit();
    await gone;
    const boxed = document.createElement('iframe');
    boxed.sandbox = 'allow-scripts allow-forms';
    const told = new Promise((resolve) => addEventListener('message', (event) => resolve(event.data), { once: true }));
    boxed.srcdoc = '<script>fetch(' + JSON.stringify(path) + ', { method: "POST", mode: "no-cors", body: ' + JSON.stringify(body).replaceAll('<', '') + ' }).then(() => parent.postMessage("sent", "*"), (error) => parent.postMessage(error.name, "*"))</' + 'script>';
    document.body.append(boxed);
    seen.sandboxed = await told;
    return seen;
  };
`;

// Pages of somebody else are seen in contexts that nobody watches: what they print is their own affair.
let site: Server;
let siteUrl = '';

test.beforeAll(async () => {
  site = createServer((request, response) => {
    const isScript = request.url?.startsWith('/attack.js');
    response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html' });
    response.end(
      isScript ? ATTACKS : '<!doctype html><title>Elsewhere</title><body><script src="/attack.js"></script>',
    );
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  siteUrl = `http://localhost:${(site.address() as AddressInfo).port}`;
});

test.afterAll(() => {
  site.closeAllConnections();
  site.close();
});

declare global {
  interface Window {
    attack(): Promise<Record<string, unknown>>;
  }
}

test('another site reaches nothing: by form, fetch, beacon, picture, script or frame', async ({
  browser,
  ade,
  api,
}) => {
  const page = await (await browser.newContext()).newPage();
  const before = await api.get<unknown[]>('/api/servers');
  const asked: string[] = [];
  const statuses: number[] = [];
  page.on('request', (request) => {
    if (request.url().startsWith(ade.url)) asked.push(`${request.method()} ${request.resourceType()}`);
  });
  // The browser tells the status only where it lets the page see that there was an answer.
  page.on('response', (response) => {
    if (response.url().startsWith(ade.url)) statuses.push(response.status());
  });
  await page.goto(`${siteUrl}/?target=${encodeURIComponent(ade.url)}`);
  const seen = await page.evaluate(() => window.attack());
  expect(seen).toEqual({
    plain: 'TypeError',
    preflighted: 'TypeError',
    read: 'TypeError',
    beacon: true,
    image: 'failed',
    script: 'failed',
    sandboxed: 'TypeError',
  });
  for (const way of ['POST fetch', 'POST ping', 'GET image', 'GET script', 'POST document'])
    expect(asked).toContain(way);
  expect(statuses).toContain(403);
  expect(statuses.filter((status) => status !== 403)).toEqual([]);
  expect(await api.get('/api/servers')).toEqual(before);
});

test('no other site can frame a page or keep hold of one it opened', async ({ browser, ade }) => {
  const page = await (await browser.newContext()).newPage();
  await page.goto(siteUrl);
  await page.evaluate((url) => {
    const frame = document.createElement('iframe');
    frame.src = url;
    document.body.append(frame);
  }, ade.url);
  await expect.poll(() => page.frames().length).toBe(2);
  // The browser shows its own page of refusal in the frame.
  await expect.poll(() => page.frames()[1]?.url()).toBe('chrome-error://chromewebdata/');
  // A page that a person opens is cut off from whoever opened it.
  const [popup] = await Promise.all([
    page.waitForEvent('popup'),
    page.evaluate((url) => void Object.assign(window, { handle: window.open(url) }), siteUrl),
  ]);
  await popup.goto(ade.url);
  await expect(popup.getByRole('link', { name: 'Letta ADE, home' })).toBeVisible();
  expect(await popup.evaluate(() => window.opener)).toBeNull();
  expect(await page.evaluate(() => Reflect.get(window, 'handle').closed)).toBe(true);
});

test('a name that was rebound to this machine gets 421 and no word of the data', async ({ playwright, ade, api }) => {
  await makeAgent(api, { name: 'Rebound canary' });
  const { port } = new URL(ade.url);
  const { args = [], ...options } = browserOptions();
  const browser = await playwright.chromium.launch({
    ...options,
    args: [...args, '--host-resolver-rules=MAP rebind.test 127.0.0.1'],
  });
  try {
    const page = await browser.newPage();
    for (const path of ['/', '/servers/embedded/agents', '/api/servers', '/_next/static/x.js']) {
      const answer = await page.goto(`http://rebind.test:${port}${path}`);
      expect(answer?.status()).toBe(421);
      expect(await answer?.text()).not.toContain('canary');
    }
  } finally {
    await browser.close();
  }
});
