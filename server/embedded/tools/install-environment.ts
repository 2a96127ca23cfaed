import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { platform } from 'node:os';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { killProcessTree } from './kill-process-tree.ts';
import { pickEnv } from './pick-env.ts';

interface Installing {
  /** The interpreter the environment is made with. */
  python: string;
  environment: string;
  /** The interpreter it will have. */
  interpreter: string;
  requirements: readonly string[];
  signal: AbortSignal;
  onLine(line: string): void;
}

/** Why packages could not be installed, as `ExceptionType: sentence`. */
export interface EnvironmentFailure {
  problem: string;
}

const KEPT_LINES = 200;
// What pip needs to find its settings, its cache, and the way out.
const ALLOWED_NAME =
  /^(PATH|HOME|LANG|TMPDIR|TEMP|TMP|SYSTEMROOT|USERPROFILE|APPDATA|LOCALAPPDATA|XDG_(CONFIG|CACHE)_HOME|(HTTPS?|ALL|NO)_PROXY|SSL_CERT_(FILE|DIR)|REQUESTS_CA_BUNDLE|PIP_\w+)$/i;

// Wheels only: to build from source is to run the package's code, here and outside the sandbox.
const INSTALL = [
  'install',
  '--only-binary',
  ':all:',
  '--no-input',
  '--disable-pip-version-check',
  '--progress-bar',
  'off',
];
const INDEX = ['--retries', '1', '--timeout', '15'];
// The Python tools run with may have no pip, or one before 22.3; most can add their own to an environment.
const NO_PIP = /No module named pip|no such option: --python/;

/** Makes a virtual environment and installs the packages. Uses the network, as the user. Null when all is there. */
export async function installEnvironment(options: Installing): Promise<EnvironmentFailure | null> {
  const { python, environment, interpreter, requirements, signal, onLine } = options;
  onLine('Making an environment');
  const made = await runCommand([python, '-I', '-m', 'venv', '--without-pip', environment], options);
  if (made !== null) return explainVenv(made, signal);
  onLine(`Installing ${requirements.join(', ')}`);
  const what = [...INSTALL, ...INDEX, ...requirements];
  const installed = await runCommand([python, '-I', '-m', 'pip', '--python', interpreter, ...what], options);
  if (installed === null || !NO_PIP.test(installed)) return explainPip(installed, signal);
  onLine('Adding pip to the environment');
  const added = await runCommand([interpreter, '-I', '-m', 'ensurepip'], options);
  if (added !== null) return explainVenv(added, signal);
  return explainPip(await runCommand([interpreter, '-I', '-m', 'pip', ...what], options), signal);
}

/** Runs a program to its end and hands on its lines; null, or what it wrote if it failed. */
async function runCommand(
  [program = '', ...args]: string[],
  { signal, onLine, environment }: Installing,
): Promise<string | null> {
  if (signal.aborted) return '';
  const child = spawn(program, args, {
    cwd: dirname(environment),
    env: pickEnv((name) => ALLOWED_NAME.test(name)),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: platform() !== 'win32',
    windowsHide: true,
  });
  const lines: string[] = [];
  for (const input of [child.stdout, child.stderr])
    createInterface({ input }).on('line', (line) => {
      if (lines.push(line) > KEPT_LINES) lines.shift();
      onLine(line);
    });
  const stop = () => child.pid !== undefined && void killProcessTree(child.pid, null);
  signal.addEventListener('abort', stop, { once: true });
  try {
    const [code] = await once(child, 'close');
    return code === 0 ? null : lines.join('\n');
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function explainVenv(output: string, signal: AbortSignal): EnvironmentFailure {
  if (signal.aborted) return stopped(signal);
  if (/ensurepip|No module named/.test(output))
    return failure(
      'pip or venv is missing from this Python. Install it (on Debian and Ubuntu: "sudo apt install python3-venv") and try again.',
    );
  return failure(`an environment could not be made: ${lastError(output)}`);
}

function explainPip(output: string | null, signal: AbortSignal): EnvironmentFailure | null {
  if (output === null) return null;
  if (signal.aborted) return stopped(signal);
  const [, name, versions] = /requirement (\S+).*?\(from versions: ([^)]*)\)/.exec(output) ?? [];
  if (versions && versions !== 'none')
    return failure(`no version fits ${name}. Versions with a wheel for this system: ${versions.slice(-500)}.`);
  if (
    /establish a new connection|name resolution|Network is unreachable|getaddrinfo|Connect\w*(Timeout|Error)/i.test(
      output,
    )
  )
    return failure('the package index could not be reached. Check the connection of this computer and try again.');
  if (versions === 'none')
    return failure(
      `there is no package ${name} to install: the name is wrong, or it has no wheel for this Python and system. Only wheels are installed, as building from source runs code outside the sandbox.`,
    );
  if (/ResolutionImpossible|conflicting dependencies/.test(output))
    return failure('these packages do not go together in the versions asked for. Loosen a version and try again.');
  return failure(`pip failed: ${lastError(output)}`);
}

function stopped({ reason }: AbortSignal): EnvironmentFailure {
  return reason instanceof DOMException && reason.name === 'TimeoutError'
    ? failure('this took more than ten minutes and was stopped. Try again with fewer packages.')
    : { problem: 'CancelledError: stopped because the call was cancelled' };
}

function failure(sentence: string): EnvironmentFailure {
  return { problem: `InstallError: packages could not be installed: ${sentence}` };
}

function lastError(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  return lines.findLast((line) => /error/i.test(line)) ?? lines.at(-1) ?? 'it gave no reason';
}
