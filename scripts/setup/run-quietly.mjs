import { spawn } from 'node:child_process';

const TAIL_LINES = 40;
const REPORT_EVERY_SECONDS = 15;

/**
 * Runs a command and shows one short line with the seconds it takes instead of its output.
 * Fails with the last lines of the output and the given next step.
 */
export async function runQuietly({ label, command, args, cwd, env, shell = false, nextStep }) {
  const progress = startProgress(label);
  const output = [];
  const code = await new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, shell, stdio: ['ignore', 'pipe', 'pipe'] });
    const keep = (chunk) => {
      output.push(chunk.toString());
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => {
      output.push(`${error.message}\n`);
      resolve(127);
    });
    child.on('close', resolve);
  });
  progress.end(code === 0 ? 'done' : 'failed');
  if (code !== 0) {
    throw new Error(`${label} failed. Its last lines:\n\n${lastLines(output.join(''))}\n\n${nextStep}`);
  }
}

function startProgress(label) {
  const started = Date.now();
  const live = process.stdout.isTTY === true;
  const elapsed = () => Math.round((Date.now() - started) / 1000);
  const show = () => process.stdout.write(live ? `\r${label} … ${elapsed()} s` : `${label} … ${elapsed()} s\n`);
  process.stdout.write(live ? `${label} …` : `${label} …\n`);
  const timer = setInterval(show, (live ? 1 : REPORT_EVERY_SECONDS) * 1000);
  return {
    end(word) {
      clearInterval(timer);
      process.stdout.write(`${live ? '\r' : ''}${label} … ${word} in ${elapsed()} s\n`);
    },
  };
}

function lastLines(text) {
  return text.trimEnd().split('\n').slice(-TAIL_LINES).join('\n');
}
