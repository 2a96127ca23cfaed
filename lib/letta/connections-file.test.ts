import { describe, expect, test } from 'vitest';
import { readConnectionsFile, toConnectionsFile } from './connections-file.ts';
import type { ServerRecord } from './servers.ts';

const server = (change: Partial<ServerRecord>): ServerRecord => ({
  id: 'srv-00000001',
  name: 'One',
  url: 'https://one.test/letta',
  kind: 'saved',
  hasKey: true,
  editable: true,
  ...change,
});

const file = (...connections: unknown[]) => JSON.stringify({ kind: 'letta-ade-connections', version: 1, connections });

describe('a file of connections', () => {
  test('carries what is saved, without key, certificate and id, and comes back whole', () => {
    const details = { project: 'p', actingUser: 'user-1', keyHeader: 'password', color: 'red' } as const;
    const text = toConnectionsFile([
      server({ kind: 'embedded', url: '' }),
      server({ ...details, certificate: 'AB:CD' }),
      server({ kind: 'env', url: 'https://env.test' }),
    ]);
    expect(text).not.toMatch(/AB:CD|srv-|hasKey|env\.test/);
    expect(readConnectionsFile(text, [])).toEqual({
      ok: true,
      fresh: [{ name: 'One', url: 'https://one.test/letta', ...details }],
      known: [],
    });
  });

  test.each(['https://one.test/letta', 'https://one.test/letta/', 'HTTPS://ONE.test:443/letta'])(
    '%s is here already, and so is what stands in the file twice',
    (url) => {
      const read = readConnectionsFile(
        file({ name: 'A', url }, { name: 'B', url: 'http://b:1' }, { name: 'C', url: 'http://b:1/' }),
        [server({})],
      );
      expect(read).toEqual({
        ok: true,
        fresh: [{ name: 'B', url: 'http://b:1' }],
        known: [
          { name: 'A', url },
          { name: 'C', url: 'http://b:1/' },
        ],
      });
    },
  );

  test('what it does not know is left out: also a key that somebody wrote in', () => {
    const read = readConnectionsFile(
      file({
        name: ' A ',
        url: 'http://a:1',
        key: 'k',
        certificate: 'AB',
        color: 'url(x)',
        keyHeader: 'x',
        project: 1,
      }),
      [],
    );
    expect(read).toEqual({ ok: true, fresh: [{ name: 'A', url: 'http://a:1' }], known: [] });
  });

  test.each([
    ['', /not JSON/],
    ['<html>', /not JSON/],
    ['[]', /not an export/],
    ['null', /not an export/],
    ['{"agents":[]}', /not an export/],
    ['{"kind":"letta-ade-connections","version":2,"connections":[]}', /newer/],
    [file(), /no connections/],
    [file(...Array.from({ length: 501 }, () => ({}))), /more than 500/],
    [file({ name: 'A', url: 'http://a:1' }, 7), /^Connection 2 in the file is not an object/],
    [file({ url: 'http://a:1' }), /^Connection 1 in the file has no name/],
    [file({ name: 'x'.repeat(81), url: 'http://a:1' }), /80 characters/],
    [file({ name: 'A' }), /\(A\) has no http or https address/],
    [file({ name: 'A', url: 'javascript:alert(1)' }), /no http or https address/],
  ])('%.60s is refused: %s', (text, problem) => {
    expect(readConnectionsFile(text, [])).toEqual({ ok: false, problem: expect.stringMatching(problem) });
  });
});
