import { expect, test } from 'vitest';
import { explainNetworkError } from './explain-network-error.ts';

const coded = (code: string) => Object.assign(new Error(code), { code });

test.each([
  ['ENOTFOUND', 'dns', /^The name letta\.test could not be found/],
  ['EAI_AGAIN', 'dns', /letta\.test/],
  ['ECONNREFUSED', 'refused', /letta\.test:8283/],
  ['EHOSTUNREACH', 'refused', /letta\.test:8283/],
  ['UND_ERR_CONNECT_TIMEOUT', 'timeout', /did not answer in time/],
  ['ETIMEDOUT', 'timeout', /did not answer in time/],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls', /self-signed/],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'tls', /self-signed/],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls', /does not know/],
  ['CERT_HAS_EXPIRED', 'tls', /has expired/],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls', /another name/],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls', /does not speak TLS/],
  ['ECONNRESET', 'reset', /closed the connection/],
  ['UND_ERR_SOCKET', 'reset', /closed the connection/],
  ['HPE_INVALID_CONSTANT', 'reset', /answer in HTTP/],
  ['EBLOCKED', 'blocked', /never connected to/],
  ['EKEY', 'key', /an HTTP header cannot carry/],
  ['', 'reset', /closed the connection/],
])('%s → %s', (code, reason, message) => {
  const problem = explainNetworkError(coded(code), 'https://letta.test:8283/prefix');
  expect(problem).toMatchObject({ reason, message: expect.stringMatching(message) });
  expect(problem.next).toMatch(/\S\.$|npm start\.$/);
});

test('the code is found in causes and in attempts at several addresses', () => {
  const attempts = new AggregateError([coded('ECONNREFUSED'), coded('ENETUNREACH')]);
  expect(explainNetworkError(new Error('failed', { cause: attempts }), 'http://letta.test').message).toContain(
    'letta.test:80 (ECONNREFUSED)',
  );
  expect(explainNetworkError('not an error', 'http://letta.test').reason).toBe('reset');
});
