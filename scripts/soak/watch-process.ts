import { readdir, readFile, readlink } from 'node:fs/promises';

/** What a process holds: its memory in MB, and its open sockets. Null where the system does not tell (only Linux does). */
export interface Held {
  rssMb: number;
  sockets: number;
}

/** Looks at another process as it is now. */
export async function lookAt(pid: number): Promise<Held | null> {
  try {
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    const kilobytes = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]);
    const files = await readdir(`/proc/${pid}/fd`);
    const targets = await Promise.all(files.map((file) => readlink(`/proc/${pid}/fd/${file}`).catch(() => '')));
    return { rssMb: kilobytes / 1024, sockets: targets.filter((target) => target.startsWith('socket:')).length };
  } catch {
    return null;
  }
}

/** How much a value grows for each step of `x`, by least squares. */
export function slopeOf(points: readonly { x: number; y: number }[]): number {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [middleX, middleY] = [mean(points.map(({ x }) => x)), mean(points.map(({ y }) => y))];
  const spread = points.reduce((sum, { x }) => sum + (x - middleX) ** 2, 0);
  return spread === 0 ? 0 : points.reduce((sum, { x, y }) => sum + (x - middleX) * (y - middleY), 0) / spread;
}
