import { type Head, HOST, isLoginReturn, type Spoiled } from './hostile-head.ts';
import type { ProcessRoute } from './process-routes.ts';

/** Names that are not ours, and ours in spellings that only look so. */
export function hosts(): Spoiled[] {
  const spellings = [
    ...[
      'rebind.test:PORT',
      'rebind.test',
      '127.0.0.1.nip.io:PORT',
      'localhost.rebind.test:PORT',
      'localhost:PORT.evil.test',
    ],
    ...['localhost', 'localhost:80', 'localhost.:PORT', 'localhost:PORT.', 'localhost:0PORT', 'localhost:+PORT'],
    ...['localhost:PORT:PORT', 'localhost:PORT/', 'localhost:PORT?', 'localhost:PORT#', 'localhost:PORT, evil.test'],
    ...['127.0.0.1:PORT@evil.test', 'evil.test@localhost:PORT', 'a:b@localhost:PORT', 'http://localhost:PORT'],
    ...[
      '127.1:PORT',
      '127.0.0.2:PORT',
      '0x7f.0.0.1:PORT',
      '0177.0.0.1:PORT',
      '2130706433:PORT',
      '0.0.0.0:PORT',
      '0:PORT',
    ],
    ...['[::]:PORT', '[::ffff:127.0.0.1]:PORT', '[0:0:0:0:0:0:0:1]:PORT', '[::1%25lo]:PORT', '::1:PORT'],
    ...['169.254.169.254', '192.168.1.1:PORT', 'l\u00f6calhost:PORT', '*', '*:PORT', ''],
  ];
  const one = spellings.map((host): Spoiled => [`Host ${host}`, [421, 400], { host: [`Host: ${host}`] }]);
  return [
    ...one,
    ['two Hosts', 421, { host: [HOST, 'Host: evil.test'] }],
    ['two Hosts, the other way round', 421, { host: ['Host: evil.test', HOST] }],
    ['the same Host twice', 421, { host: [HOST, HOST] }],
    ['no Host', 421, { host: [] }],
    [
      'the right Host from a proxy nobody named',
      421,
      { host: ['Host: evil.test', 'X-Forwarded-Host: localhost:PORT'] },
    ],
    ['the right Host as Forwarded', 421, { host: ['Host: evil.test', 'Forwarded: host=localhost:PORT;proto=http'] }],
  ];
}

/** Pages that are not ours. */
export function origins({ headers }: Head): Spoiled[] {
  const add = (name: string, ...lines: string[]): Spoiled => [name, 403, { headers: [...headers, ...lines] }];
  const others = [
    ...['null', 'NULL', '', 'http://evil.test', 'https://evil.test', 'file://', 'data:', 'about:blank'],
    ...[
      'http://localhost',
      'http://localhost:5200',
      'https://localhost:PORT',
      'http://127.0.0.1:5200',
      'ws://localhost:PORT',
    ],
    ...['http://localhost:PORT.evil.test', 'http://localhost:PORT@evil.test', 'http://evil.test/localhost:PORT'],
    ...['http://localhost:PORT/', 'http://localhost:PORT/x', 'HTTP://LOCALHOST:PORT', 'http://localhost.:PORT'],
    ...['http://xlocalhost:PORT', 'http://localhost:PORT http://evil.test', 'localhost:PORT', 'chrome-extension://abc'],
  ];
  return [
    ...others.map((origin) => add(`Origin ${origin}`, `Origin: ${origin}`)),
    add('two Origins', 'Origin: http://localhost:PORT', 'Origin: http://evil.test'),
    add('our Origin twice', 'Origin: http://localhost:PORT', 'Origin: http://localhost:PORT'),
  ];
}

/** What a browser says of who asks. */
export function sites({ headers, method }: Head, route: ProcessRoute): Spoiled[] {
  const add = (name: string, ...lines: string[]): Spoiled => [name, 403, { headers: [...headers, ...lines] }];
  const mode = (value: string) => `Sec-Fetch-Mode: ${value}`;
  return [
    add('a form or fetch of another site', 'Sec-Fetch-Site: cross-site', mode('no-cors')),
    add('another port of this machine', 'Sec-Fetch-Site: same-site', mode('cors')),
    add('a picture', 'Sec-Fetch-Site: cross-site', mode('no-cors'), 'Sec-Fetch-Dest: image'),
    add('a script', 'Sec-Fetch-Site: same-site', mode('no-cors'), 'Sec-Fetch-Dest: script'),
    add('a beacon', 'Sec-Fetch-Site: cross-site', mode('no-cors'), 'Sec-Fetch-Dest: empty', 'Origin: http://evil.test'),
    add('nobody, and no navigation', 'Sec-Fetch-Site: none', mode('cors')),
    add('an unknown word', 'Sec-Fetch-Site: own-site'),
    add('other letters', 'Sec-Fetch-Site: Same-Origin'),
    add('an empty word', 'Sec-Fetch-Site:'),
    add('two words', 'Sec-Fetch-Site: same-origin, cross-site'),
    add('two headers', 'Sec-Fetch-Site: same-origin', 'Sec-Fetch-Site: cross-site'),
    ...(isLoginReturn(route)
      ? []
      : [
          add('a link of another site', 'Sec-Fetch-Site: cross-site', mode('navigate')),
          add('a frame of another port', 'Sec-Fetch-Site: same-site', mode('navigate'), 'Sec-Fetch-Dest: iframe'),
        ]),
    ...(method === 'GET' ? [] : [add('a form nobody began', 'Sec-Fetch-Site: none', mode('navigate'))]),
  ];
}

/** Targets that are no plain path. */
export function targets({ target }: Head): Spoiled[] {
  const spellings = [
    ...[`http://localhost:PORT${target}`, 'http://169.254.169.254/latest/meta-data/', `https://evil.test${target}`],
    ...[
      `//evil.test${target}`,
      `/\\evil.test${target}`,
      `\\${target}`,
      `${target}\\..\\..`,
      `//${target}`,
      target.slice(1),
    ],
    ...[`${target}%00`, `${target}%0d%0aX-ADE:%201`, `${target}%0a`, `${target}%7f`, `${target}%zz`, `${target}%`],
    ...[`${target}%c0%af`, `${target}#x`, '*', 'localhost:PORT', '?x=1', `.${target}`, `@evil.test${target}`],
  ];
  const broken = spellings.map((spelling): Spoiled => {
    // A question mark ends the path, and what stands behind it is nobody's address.
    const [path = ''] = target.split('?');
    return [`the target ${spelling.slice(0, 40)}`, 400, { target: spelling.replace(target, path) }];
  });
  return [
    ...broken,
    ['a target of 9 KB', 414, { target: `${target}?${'x'.repeat(9_000)}` }],
    ['a target of 40 KB', 431, { target: `${target}?${'x'.repeat(40_000)}` }],
  ];
}

/** Other spellings of an address of the API, which the header must guard just the same. */
export function disguises({ target, headers }: Head): Spoiled[] {
  const bare = headers.filter((line) => !line.startsWith('X-ADE'));
  const rest = target.slice('/api'.length);
  const spellings = [
    ...[`/API${rest}`, `/%61pi${rest}`, `/api%2f${rest.slice(1)}`, `/x/../api${rest}`, `/x/%2e%2e/api${rest}`],
    ...[`/./api${rest}`, `/%2e/api${rest}`, `/x//../../api${rest}`, `/%5capi${rest}`, `/api//${rest.slice(1)}`],
    ...[
      `/api/.${rest}`,
      `/api/x/..${rest}`,
      `${target}/`,
      `${target}?x-ade=1`,
      `${target}.rsc`,
      `/_next/../api${rest}`,
    ],
    ...[`/_next/static/%2e%2e/%2e%2e/api${rest}`, `/api${rest};x=1`],
  ];
  return spellings.map((spelling): Spoiled => [spelling.replace(rest, '…'), 403, { target: spelling, headers: bare }]);
}
