import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decent } from './fake-mcp-server.ts';

/** An MCP server for tests that wants a login, and the server that logs people in. */
export async function startFakeLogin() {
  let issued = 0;
  let valid = '';
  const challenges = new Map<string, { challenge: string; redirect: string }>();
  const grants: string[] = [];
  const server = createServer((incoming, response) => void answer(incoming, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const issue = () => {
    issued += 1;
    valid = `token-${issued}`;
    return { access_token: valid, token_type: 'Bearer', refresh_token: `refresh-${issued}`, expires_in: 3600 };
  };
  const exchange = (form: URLSearchParams): unknown => {
    grants.push(form.get('grant_type') ?? '');
    // A token to refresh with is good once, and the one before is of no use any more.
    if (form.get('grant_type') === 'refresh_token')
      return form.get('refresh_token') === `refresh-${issued}` ? issue() : null;
    const known = challenges.get(form.get('code') ?? '');
    const proof = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    return known?.challenge === proof && known.redirect === form.get('redirect_uri') ? issue() : null;
  };
  const logIn = (authorizationUrl: string): URL => {
    const query = new URL(authorizationUrl).searchParams;
    const redirect = query.get('redirect_uri') ?? '';
    challenges.set('code-1', { challenge: query.get('code_challenge') ?? '', redirect });
    const back = new URL(redirect);
    back.search = String(new URLSearchParams({ code: 'code-1', state: query.get('state') ?? '' }));
    return back;
  };
  const documents: Record<string, (text: string) => unknown> = {
    '/about': () => ({ resource: `${base}/mcp`, authorization_servers: [base] }),
    '/.well-known/oauth-authorization-server': () => ({
      issuer: base,
      authorization_endpoint: `${base}/authorize`,
      token_endpoint: `${base}/token`,
      registration_endpoint: `${base}/register`,
      response_types_supported: ['code'],
      code_challenge_methods_supported: ['S256'],
    }),
    '/register': (text) => ({ client_id: 'client-1', ...JSON.parse(text) }),
    '/token': (text) => exchange(new URLSearchParams(text)),
  };
  const answer = async (incoming: IncomingMessage, response: ServerResponse) => {
    const text = (await incoming.toArray()).join('');
    if (incoming.url?.startsWith('/authorize?')) return showLogin(new URL(incoming.url, base).href, response);
    if (incoming.url === '/mcp') return answerMcp(incoming, response, text);
    const body = documents[incoming.url ?? '']?.(text);
    const status = body === undefined ? 404 : body === null ? 400 : 200;
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body ?? { error: 'invalid_grant' }));
  };
  const showLogin = (authorizationUrl: string, response: ServerResponse) => {
    const back = logIn(authorizationUrl);
    const refused = new URL(back);
    refused.search = String(
      new URLSearchParams({ error: 'access_denied', state: back.searchParams.get('state') ?? '' }),
    );
    const link = (url: URL, words: string) => `<a href="${url.href.replaceAll('&', '&amp;')}">${words}</a>`;
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end(`<!doctype html><title>Login</title>${link(back, 'Log in as Ada')} ${link(refused, 'Refuse')}`);
  };
  const answerMcp = (incoming: IncomingMessage, response: ServerResponse, text: string) => {
    if (valid === '' || incoming.headers.authorization !== `Bearer ${valid}`) {
      const about = `Bearer resource_metadata="${base}/about"`;
      return response.writeHead(401, { 'www-authenticate': about }).end();
    }
    const { id, method, params = {} } = text ? JSON.parse(text) : { method: 'GET' };
    const result = decent({ method: 'POST', headers: incoming.headers, rpc: method, params });
    if (result === null) return response.writeHead(text ? 202 : 405).end();
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ jsonrpc: '2.0', id, result }));
  };
  return {
    url: `${base}/mcp`,
    grants,
    /** A person logs in: the address the browser is sent back to. In a browser, a page with a link to it. */
    logIn,
    /** The present token is no longer good. */
    expire() {
      valid = 'another';
    },
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
