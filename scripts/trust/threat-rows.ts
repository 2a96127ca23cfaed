import type { TrustRow } from './trust-row.ts';

const gate = (says: string) => ({ file: 'server/gate.test.ts', says });
const hostile = (says: string) => ({ file: 'server/hostile/hostile-requests.test.ts', says });
const login = (says: string) => ({ file: 'server/login/login.test.ts', says });
const proxy = (says: string) => ({ file: 'server/proxy/forward-request.test.ts', says });

/** Who attacks how, and what stands against it. */
export const THREATS: readonly TrustRow[] = [
  {
    id: 'T1',
    what: 'Somebody on the network connects to the port',
    answer: 'It listens on this machine only. Elsewhere it needs `ADE_PASSWORD`, or it does not start.',
    heldBy: [
      { file: 'server/env.test.ts', says: 'HOST' },
      { file: 'server/start-ade.test.ts', says: 'the program' },
    ],
    notHeld: 'TLS is advised and not enforced: a reverse proxy of your own ends it.',
  },
  {
    id: 'T2',
    what: 'A name is rebound to this machine',
    answer: 'Exact list of hosts, one Host header, nothing else read before.',
    heldBy: [
      gate('the hostile shapes'),
      gate('header spellings'),
      hostile('T2'),
      { file: 'e2e/security.spec.ts', says: 'rebound' },
    ],
  },
  {
    id: 'T3',
    what: 'Another site sends requests from the browser',
    answer: 'Origin, Sec-Fetch-Site, `X-ADE: 1`, JSON bodies only, no CORS header ever.',
    heldBy: [hostile('T3'), { file: 'e2e/security.spec.ts', says: 'another site reaches nothing' }],
  },
  {
    id: 'T4',
    what: 'Another port of this machine replays a cookie',
    answer: 'A cookie alone opens no API: the header and the origin stay required.',
    heldBy: [login('T4'), hostile('with the cookie')],
    notHeld: 'Without `ADE_PASSWORD` there is no session: other users of the machine can call the API.',
  },
  {
    id: 'T5',
    what: 'A token in argv, the log, the address or the referrer',
    answer:
      'The address that is printed and opened is a plain one, without a secret; the password is typed; our pages send no referrer.',
    heldBy: [
      login('without a session'),
      gate('security headers'),
      { file: 'scripts/setup/open-browser.test.ts' },
      { file: 'server/start-ade.test.ts', says: 'T5' },
      { file: 'e2e/login.spec.ts', says: 'over plain http' },
    ],
    notHeld: 'A one-time code for the first start is not built: on loopback there is no token it could stand for.',
  },
  {
    id: 'T6',
    what: 'Guessing the password or a session',
    answer: '32 random bytes; compared in constant time; five tries a minute, then twenty an hour.',
    heldBy: [login('T6'), { file: 'server/login/login-limit.test.ts' }, { file: 'server/login/sessions.test.ts' }],
  },
  {
    id: 'T7',
    what: 'A hole of the framework: middleware, actions, images, upgrades',
    answer: 'The gate decides before Next sees a byte; no actions, rewrites or image optimizer; upgrades are closed.',
    heldBy: [gate('is refused before Next'), hostile('T7'), hostile('every route of the process')],
  },
  {
    id: 'T8',
    what: 'Tools of the development server',
    answer: 'Users run the production build; in development Next’s own tools and its socket answer our own page only.',
    heldBy: [gate('T8'), gate('hot-reload socket'), gate('upgrade'), { file: 'scripts/commands.test.ts' }],
    notHeld: 'The gate is tested in development mode; no development server is started for it.',
  },
  {
    id: 'T9',
    what: 'Script in what agents, tools and files say',
    answer: 'One renderer without raw HTML; everything else is text; CSP behind it.',
    heldBy: [{ file: 'e2e/xss.spec.ts' }, { file: 'e2e/simulator.spec.ts', says: 'hostile text stays text' }],
  },
  {
    id: 'T10',
    what: 'Data leaves with an image nobody clicked',
    answer: 'No image of another host is ever loaded; `img-src` is our own.',
    heldBy: [{ file: 'e2e/xss.spec.ts', says: 'asks another host' }, { file: 'components/ui/read-link.test.ts' }],
  },
  {
    id: 'T11',
    what: 'Data leaves with a link somebody clicked',
    answer: 'A dialog shows host and address first, however it is clicked; odd schemes are text.',
    heldBy: [{ file: 'e2e/xss.spec.ts', says: 'a link asks' }, { file: 'components/ui/read-link.test.ts' }],
  },
  {
    id: 'T12',
    what: 'An answer that imitates the request for approval',
    answer: 'Approvals stand outside the transcript, with the arguments that are sent.',
    heldBy: [
      { file: 'e2e/approvals.spec.ts', says: 'waits outside the transcript' },
      { file: 'e2e/approvals.spec.ts', says: 'hidden characters' },
    ],
  },
  {
    id: 'T13',
    what: 'Invisible characters',
    answer: 'Marked where they are shown, left as they are where they are copied.',
    heldBy: [{ file: 'lib/invisible-characters.test.ts' }, { file: 'components/ui/mark-invisibles.test.ts' }],
  },
  {
    id: 'T14',
    what: 'An agent file that runs or replaces something',
    answer:
      'Read first, beside the page; nothing is sent before it is confirmed; a tool is replaced only when ticked; without a sandbox one has to say that its tools were read.',
    heldBy: [
      { file: 'lib/agent-file/agent-file.test.ts' },
      { file: 'server/embedded/agent-files.test.ts', says: 'refusing an import' },
      { file: 'server/embedded/fuzz/fuzz-agent-files.test.ts' },
      { file: 'e2e/agent-file.spec.ts' },
    ],
    notHeld:
      'After the import its tools run as every tool, sandboxed where there is a sandbox. It is the page that asks: a program that calls the import itself is not asked.',
  },
  {
    id: 'T15',
    what: 'Reading a schema runs the code',
    answer: 'Python is parsed, never run, to read its schema.',
    heldBy: [{ file: 'lib/python-schema/derive-python-schema.test.ts' }],
  },
  {
    id: 'T16',
    what: 'The proxy is used to reach other addresses',
    answer: 'Only saved servers; metadata, link-local and disguised addresses are refused in every spelling.',
    heldBy: [{ file: 'server/servers/parse-server-url.test.ts' }, { file: 'server/api.test.ts', says: '/api/servers' }],
  },
  {
    id: 'T17',
    what: 'A name leads elsewhere after it was checked',
    answer: 'Addresses are checked when the socket opens.',
    heldBy: [
      { file: 'server/doctor/run-doctor.test.ts', says: 'cloud metadata' },
      { file: 'server/embedded/mcp/mcp-faults.test.ts', says: 'addresses' },
    ],
  },
  {
    id: 'T18',
    what: 'A redirect takes the key along',
    answer: 'Redirects are never followed.',
    heldBy: [proxy('redirect'), { file: 'server/embedded/mcp/mcp-faults.test.ts', says: 'redirects is not followed' }],
  },
  {
    id: 'T19',
    what: 'A server sets cookies, CORS or pages on our origin',
    answer: 'Its headers are dropped but for four; only JSON, text and events pass.',
    heldBy: [proxy('the answer')],
  },
  {
    id: 'T20',
    what: 'Our cookie or another server’s key goes upstream',
    answer: 'Headers are made from scratch for each server.',
    heldBy: [proxy('its headers are made from scratch'), proxy('without a key there is no authorization')],
  },
  {
    id: 'T21',
    what: 'An id that leaves its path',
    answer: 'Paths that hide separators are not sent on.',
    heldBy: [proxy('is not sent on')],
  },
  {
    id: 'T22',
    what: 'Endless lines, huge bodies, deep JSON, silence',
    answer: 'Limits on size, depth and time; the process and other connections live.',
    heldBy: [
      { file: 'lib/runs/read-stream.test.ts' },
      { file: 'server/embedded/mcp/mcp-faults.test.ts', says: 'cut off' },
      { file: 'server/embedded/fuzz/fuzz-routes.test.ts' },
    ],
  },
  {
    id: 'T23',
    what: 'Keys read from disk, backups or the browser',
    answer: 'Never in the browser; a file only its owner reads; keys of providers sealed in the database.',
    heldBy: [
      { file: 'server/servers/stores.test.ts', says: 'secrets' },
      { file: 'e2e/servers.spec.ts', says: 'a key is nowhere but in its file' },
      { file: 'server/embedded/durability.test.ts', says: 'keys of providers' },
    ],
    notHeld: 'The file is not encrypted: whoever reads your data folder has your keys.',
  },
  {
    id: 'T24',
    what: 'Secrets in logs and errors',
    answer:
      'Every line is redacted; server errors carry no SQL and no traces; a failed call is told, and copied, without the secrets it sent.',
    heldBy: [
      { file: 'server/log.test.ts' },
      { file: 'server/hide-provider-keys.test.ts' },
      { file: 'lib/letta/failure-details.test.ts' },
      { file: 'lib/letta/hide-secrets.test.ts' },
    ],
  },
  {
    id: 'T25',
    what: 'A Python tool reads keys and files, or reaches the network',
    answer: 'A process of its own, sandboxed where the system can.',
    heldBy: [
      { file: 'server/embedded/tools/attack-files.test.ts' },
      { file: 'server/embedded/tools/attack-network.test.ts' },
      { file: 'server/embedded/tools/attack-resources.test.ts' },
      { file: 'server/embedded/tools/attack-results.test.ts' },
    ],
    notHeld: 'macOS and Windows are not run in our tests.',
  },
  {
    id: 'T26',
    what: 'The embedded server without the gate',
    answer: 'One port, one gate; alone it has its own password.',
    heldBy: [login('T26'), { file: 'server/embedded/require-password.test.ts' }],
  },
  {
    id: 'T27',
    what: 'A bad or stale dependency',
    answer: 'Exact versions with a lock file; every dependency has its reason.',
    heldBy: [{ file: 'scripts/dependencies-doc.test.ts' }],
    notHeld: 'No vulnerability database is asked: it would need the network.',
  },
  {
    id: 'T28',
    what: 'Framing, kept windows, reading by script tags',
    answer: 'Frames, openers and cross-origin reads are refused by headers.',
    heldBy: [{ file: 'e2e/security.spec.ts', says: 'frame' }, hostile('T28')],
  },
  {
    id: 'T29',
    what: 'Pages kept in a cache after logout',
    answer: 'The API is never stored; pages hold no data; logout clears what the browser kept.',
    heldBy: [login('T29'), { file: 'e2e/login.spec.ts', says: 'logs out for good' }],
  },
  {
    id: 'T30',
    what: 'The key goes to the wrong server',
    answer:
      'A key belongs to its origin. A test shows server, address and who vouches for it; unencrypted to others the key goes only after a question. TLS is always checked, against the one pinned certificate where there is one.',
    heldBy: [
      { file: 'server/api.test.ts', says: 'a new origin clears the key' },
      { file: 'server/api.test.ts', says: 'T30' },
      { file: 'server/servers/key-exposure.test.ts' },
      { file: 'server/servers/probe-server.test.ts', says: 'certificate' },
      { file: 'server/servers/probe-server.test.ts', says: 'T30' },
      { file: 'server/proxy/upstream-agent.test.ts' },
      { file: 'server/doctor/run-doctor.test.ts', says: 'certificate' },
      { file: 'e2e/servers.spec.ts', says: 'goes unencrypted' },
    ],
    notHeld:
      'A test sends the key before it shows where it led. Nobody is asked about LETTA_BASE_URL, nor again when a saved name leads elsewhere.',
  },
];
