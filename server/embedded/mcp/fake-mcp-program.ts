import { createInterface } from 'node:readline';

/** A program for tests that is an MCP server with tools that tell its environment, end it, flood it, or never answer. */
const NAMES = ['env', 'crash', 'flood', 'hang', 'pid'];

const answers: Record<string, (params: { name?: string; protocolVersion?: string }) => unknown> = {
  initialize: ({ protocolVersion }) => ({
    protocolVersion,
    capabilities: { tools: {} },
    serverInfo: { name: 'fake', version: '1' },
  }),
  'tools/list': () => ({ tools: NAMES.map((name) => ({ name, inputSchema: { type: 'object', properties: {} } })) }),
  'tools/call': ({ name }) => call(name),
};

function call(name: string | undefined): unknown {
  switch (name) {
    case 'env':
      return text(JSON.stringify(process.env));
    case 'pid':
      return text(String(process.pid));
    case 'crash':
      process.stderr.write('the disk is on fire\n', () => process.exit(3));
      return undefined;
    case 'flood': {
      const piece = 'x'.repeat(1024 * 1024);
      for (let count = 0; count < 100; count += 1) process.stdout.write(piece);
      return undefined;
    }
    default:
      return undefined;
  }
}

function text(value: string) {
  return { content: [{ type: 'text', text: value }] };
}

process.stdout.write('a line that is no message\n');
createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params } = JSON.parse(line);
  const result = answers[method]?.(params ?? {});
  if (id !== undefined && result !== undefined)
    process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, result })}\n`);
});
