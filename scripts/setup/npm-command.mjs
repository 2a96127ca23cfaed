import { delimiter, join, sep } from 'node:path';

/**
 * How to start npm for this project. Never on the Node inside node_modules: `npm ci` deletes that folder first.
 */
export function npmCommand(root) {
  const modules = join(root, 'node_modules');
  const env = { ...process.env, PATH: pathWithout(modules) };
  const { npm_execpath: cli, npm_node_execpath: node } = process.env;
  if (cli?.endsWith('npm-cli.js') && node && !node.startsWith(modules + sep)) {
    return { command: node, args: [cli], shell: false, env };
  }
  const windows = process.platform === 'win32';
  return { command: windows ? 'npm.cmd' : 'npm', args: [], shell: windows, env };
}

function pathWithout(folder) {
  const parts = (process.env.PATH ?? process.env.Path ?? '').split(delimiter);
  return parts.filter((part) => !part.startsWith(folder)).join(delimiter);
}
