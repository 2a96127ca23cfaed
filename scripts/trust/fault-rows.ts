import type { TrustRow } from './trust-row.ts';

const faults = (says: string) => ({ file: 'e2e/faults.spec.ts', says });
const server = (says: string) => ({ file: 'e2e/faults-server.spec.ts', says });
/** Tabs, a Letta ADE and a Letta server over connections that fail. */
const scene = (says: string) => ({ file: 'scripts/soak/model/play-model.test.ts', says });

/** What goes wrong, and what a person sees of it. */
export const FAULTS: readonly TrustRow[] = [
  {
    id: 'R1',
    what: 'The server is down',
    answer: 'The page stands; it says which address, what failed and what to do.',
    heldBy: [
      { file: 'e2e/connection.spec.ts', says: 'a server that is gone' },
      { file: 'e2e/servers.spec.ts', says: 'what is wrong with a connection' },
      { file: 'server/proxy/explain-network-error.test.ts' },
    ],
  },
  {
    id: 'R2',
    what: 'The connection is cut in mid-stream',
    answer: 'The text stays, and goes on without loss or repeat.',
    heldBy: [
      { file: 'lib/runs/fuzz/fuzz-stream.test.ts' },
      faults('every connection breaks'),
      faults('after the network was gone'),
      scene('people, browsers and a network'),
    ],
    notHeld: 'Runs that a server without Redis cannot resume go on in steps, from its history.',
  },
  {
    id: 'R3',
    what: 'A stream ends early, as if it were complete',
    answer: 'Never shown as finished.',
    heldBy: [
      faults('as if it were complete'),
      { file: 'lib/runs/run-store.test.ts', says: 'reads on from where the stream broke off (end)' },
    ],
  },
  {
    id: 'R4',
    what: 'A slow model',
    answer: 'The time is shown; nothing is given up before 300 s; Stop works, at the latest when the run has its id.',
    heldBy: [
      { file: 'e2e/composer.spec.ts', says: 'a model that thinks for long' },
      { file: 'server/proxy/slow-model.test.ts' },
      { file: 'lib/runs/run-store.test.ts', says: 'keeps the wish to stop' },
    ],
    notHeld: 'Minutes are played by moving the clocks of the page and of the proxy.',
  },
  {
    id: 'R5',
    what: 'A proxy ends quiet connections',
    answer: 'A comment goes out after 15 s of silence.',
    heldBy: [{ file: 'server/proxy/stream-body.test.ts', says: 'the comment after silence' }],
  },
  {
    id: 'R6',
    what: 'A connection that is half dead',
    answer: 'After 65 s of silence the run is asked for, and read on.',
    heldBy: [
      faults('slept for an hour'),
      { file: 'lib/runs/run-store.test.ts' },
      scene('a silent connection is given up'),
    ],
    notHeld: 'The silence is played with waits 25 times shorter.',
  },
  {
    id: 'R7',
    what: 'Events that come twice',
    answer: 'Shown once.',
    heldBy: [{ file: 'lib/runs/fuzz/fuzz-stream.test.ts' }, { file: 'lib/runs/reduce-run.test.ts' }],
  },
  {
    id: 'R8',
    what: 'Events out of order',
    answer: 'Put in order within a window, else read anew.',
    heldBy: [{ file: 'lib/runs/order-events.test.ts' }],
  },
  {
    id: 'R9',
    what: 'Events that cannot be read',
    answer: 'Counted and shown as they came; the rest goes on.',
    heldBy: [{ file: 'lib/runs/read-stream.test.ts' }],
  },
  {
    id: 'R10',
    what: 'Pieces cut anywhere',
    answer: 'The same events.',
    heldBy: [{ file: 'lib/runs/read-stream.test.ts' }],
  },
  {
    id: 'R11',
    what: 'A web page where data was expected',
    answer: 'Told in a sentence, never shown as a page, asked once.',
    heldBy: [
      server('a web page where data was expected'),
      { file: 'server/proxy/forward-request.test.ts', says: 'the answer' },
    ],
  },
  {
    id: 'R12',
    what: 'A password that changes in mid-session',
    answer: 'The words stay; whose key was refused is told.',
    heldBy: [server('a password that changes'), { file: 'lib/letta/describe-failure.test.ts', says: 'R12' }],
  },
  {
    id: 'R13',
    what: 'The agent is busy',
    answer: 'Watch, queue or cancel; nothing is sent again by itself.',
    heldBy: [server('an agent that is busy'), { file: 'lib/letta/describe-failure.test.ts', says: 'R13' }],
  },
  {
    id: 'R14',
    what: 'Too many requests',
    answer: 'A countdown of at most a minute.',
    heldBy: [{ file: 'lib/letta/describe-failure.test.ts', says: 'R14' }],
  },
  {
    id: 'R15',
    what: 'A tab asleep, a computer asleep',
    answer: 'Whole again after waking.',
    heldBy: [faults('the tab was frozen'), faults('hidden tab'), faults('slept for an hour')],
    notHeld: 'The sleep of a computer is played by moving the clock.',
  },
  {
    id: 'R16',
    what: 'Back and forward',
    answer: 'The page is there, and current.',
    heldBy: [faults('on the way back')],
  },
  {
    id: 'R17',
    what: 'Two tabs edit one block',
    answer: 'The second sees both sides; nothing typed is lost.',
    heldBy: [
      { file: 'scripts/soak/play-schedules.test.ts' },
      { file: 'e2e/memory.spec.ts', says: 'a block that changed meanwhile' },
      { file: 'e2e/memory.spec.ts', says: 'keep mine and take theirs' },
    ],
  },
  {
    id: 'R18',
    what: 'The agent edits a block while a person does',
    answer: 'On the built-in server 412 and both sides; elsewhere the block is read before it is written.',
    heldBy: [{ file: 'scripts/soak/play-schedules.test.ts' }],
    notHeld: 'On other servers a write between our read and our write is overwritten; the timeline keeps both.',
  },
  {
    id: 'R19',
    what: '50,000 messages',
    answer: 'A window of them is drawn: at most 3,000 nodes.',
    heldBy: [{ file: 'e2e/transcript.spec.ts', says: 'a history of 10,000 messages' }],
    notHeld: 'With 50,000, times and memory are measured by `npm run bench -- transcript`, not tested.',
  },
  {
    id: 'R20',
    what: 'A return of megabytes',
    answer: 'Cut, with the rest to open and to download.',
    heldBy: [{ file: 'e2e/transcript.spec.ts', says: 'a long return is cut' }],
  },
  {
    id: 'R21',
    what: 'A prompt of 400 KB',
    answer: 'It opens, is written on, and is saved byte for byte.',
    heldBy: [{ file: 'e2e/configuration.spec.ts', says: 'a prompt of 400 KB' }],
    notHeld: 'How smoothly one types in it is measured by `npm run bench -- configuration`, not tested.',
  },
  {
    id: 'R22',
    what: 'Emoji, right-to-left, half characters',
    answer: 'Come back as they were sent.',
    heldBy: [
      { file: 'e2e/simulator.spec.ts', says: 'emoji and right-to-left' },
      { file: 'server/embedded/fuzz/fuzz-routes.test.ts' },
    ],
  },
  {
    id: 'R23',
    what: 'Clocks that disagree',
    answer: 'Order comes from the server; nothing is said to be in the future.',
    heldBy: [
      { file: 'lib/format.test.ts', says: '2026-11-22T12:05:00Z' },
      { file: 'server/doctor/run-doctor.test.ts', says: 'a clock' },
    ],
  },
  {
    id: 'R24',
    what: 'The agent is deleted while it is open',
    answer: 'What was loaded and written can be read and taken.',
    heldBy: [server('an agent that is deleted')],
  },
  {
    id: 'R25',
    what: 'Storage full or blocked',
    answer: 'The page works without it; the server writes whole files or none.',
    heldBy: [
      server('a browser that keeps nothing'),
      { file: 'server/embedded/durability.test.ts', says: 'a disk that is' },
      { file: 'server/servers/stores.test.ts', says: 'a failed write' },
    ],
  },
  {
    id: 'R26',
    what: 'A reload in mid-turn',
    answer: 'The same text, sent once.',
    heldBy: [{ file: 'e2e/faults-reload.spec.ts' }, scene('people, browsers and a network')],
  },
  {
    id: 'R27',
    what: 'Double clicks, no network',
    answer: 'One message for one intent.',
    heldBy: [faults('leaves once'), faults('without a network'), scene('a message whose answer is lost')],
  },
  {
    id: 'R28',
    what: 'Many tabs',
    answer: 'One stream for one agent, three for a browser.',
    heldBy: [{ file: 'e2e/faults-tabs.spec.ts' }, scene('in another tab when the one that reads it is killed')],
  },
  {
    id: 'R29',
    what: 'The Letta ADE itself restarts',
    answer: 'Drafts stay; the turn is found again; with a password one logs in again.',
    heldBy: [
      { file: 'e2e/login.spec.ts', says: 'after a crash' },
      { file: 'e2e/simulator.spec.ts', says: 'kill -9' },
      scene('when the Letta ADE starts anew'),
    ],
  },
  {
    id: 'R30',
    what: 'One bad request ends the process',
    answer: 'It lives.',
    heldBy: [{ file: 'server/embedded/fuzz/fuzz-routes.test.ts' }, { file: 'e2e/process.spec.ts' }],
    notHeld: 'Every route is asked twice; `npm run soak` sends 20,000 requests.',
  },
  {
    id: 'R31',
    what: 'An approval that is found later, or given twice',
    answer: 'Restored from the server, carried out once.',
    heldBy: [
      { file: 'e2e/approvals.spec.ts', says: 'survives a reload, and runs once' },
      { file: 'e2e/approvals.spec.ts', says: 'two tabs see the same call' },
    ],
  },
  {
    id: 'R32',
    what: 'Another version of the server',
    answer: 'Unknown messages are shown as they are; a missing route switches off its control only.',
    heldBy: [
      { file: 'lib/letta/read-operations.test.ts', says: 'mutated OpenAPI' },
      { file: 'e2e/servers.spec.ts', says: 'habits of the original' },
    ],
  },
  {
    id: 'R33',
    what: 'A long day',
    answer: 'No socket stays, and memory stays level.',
    heldBy: [{ file: 'e2e/process.spec.ts' }],
    notHeld: 'Memory and hours: `npm run soak` holds 5,000 turns, and fails where memory grows with them.',
  },
];
