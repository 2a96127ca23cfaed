import { spawn } from 'node:child_process';

const PLAIN_URL = /^https?:\/\/[\w.:[\]-]+\/?$/;

/** Opens the page in the person's browser, where there is a screen and someone in front of it. */
export function openBrowser(url) {
  if (!hasScreen() || !PLAIN_URL.test(url)) return;
  const [command, args] = openerFor(url);
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  // The address is printed as well, so a machine without an opener loses nothing.
  child.on('error', () => undefined);
  child.unref();
}

function hasScreen() {
  if (process.env.CI || process.env.BROWSER === 'none' || !process.stdout.isTTY) return false;
  if (process.platform !== 'linux') return true;
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

function openerFor(url) {
  if (process.platform === 'darwin') return ['open', [url]];
  if (process.platform === 'win32') return ['cmd', ['/c', 'start', '', url]];
  return ['xdg-open', [url]];
}
