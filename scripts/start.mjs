import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from './setup/ensure-built.mjs';
import { ensureInstalled } from './setup/ensure-installed.mjs';
import { openBrowser } from './setup/open-browser.mjs';
import { requireNode } from './setup/require-node.mjs';
import { serverCommand } from './setup/server-command.mjs';
import { splitSecrets } from './setup/split-secrets.mjs';

const READY = /Letta ADE is ready at (\S+)\s/;
const root = dirname(dirname(fileURLToPath(import.meta.url)));

async function start(args) {
  const onlyEmbedded = args.includes('--embedded-only');
  await ensureInstalled({ root, withDevTools: false });
  const node = requireNode(root);
  if (!onlyEmbedded) await ensureBuilt({ root, node });
  runServer(node, args);
}

function runServer(node, args) {
  const { env, secretsLine } = splitSecrets(process.env);
  const server = serverCommand(root);
  const child = spawn(node, [...server.args, ...args], {
    cwd: root,
    env: { ...env, ...server.env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  // A server that refused to start has closed its end already; its own sentence says why.
  child.stdin.on('error', () => undefined);
  child.stdin.end(secretsLine);
  openWhenReady(child.stdout);
  forwardSignals(child);
  child.on('error', (error) => fail(`The server could not be started: ${error.message}.`));
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + constants.signals[signal];
  });
}

/** Once per signal: a terminal's Ctrl-C reaches npm, this process and the server alike. */
function forwardSignals(child) {
  for (const signal of ['SIGINT', 'SIGTERM']) {
    let forwarded = false;
    process.on(signal, () => {
      if (!forwarded) child.kill(signal);
      forwarded = true;
    });
  }
}

function openWhenReady(stdout) {
  let seen = '';
  const look = (chunk) => {
    seen += chunk.toString();
    const url = READY.exec(seen)?.[1];
    if (!url) return;
    stdout.off('data', look);
    openBrowser(url);
  };
  stdout.on('data', look);
  stdout.pipe(process.stdout);
}

function fail(sentence) {
  console.error(sentence);
  process.exitCode = 1;
}

start(process.argv.slice(2)).catch((error) => fail(error.message));
