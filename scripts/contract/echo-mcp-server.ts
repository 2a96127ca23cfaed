import { createInterface } from 'node:readline';

/** The MCP server of the recordings: `echo` says what it is told, `fail` always fails. */
const TOOLS = [
  {
    name: 'echo',
    description: 'Echo a text',
    inputSchema: {
      type: 'object',
      properties: { text: { type: 'string', description: 'what to echo' } },
      required: ['text'],
    },
  },
  { name: 'fail', description: 'Always fails', inputSchema: { type: 'object', properties: {} } },
];

interface Params {
  name?: string;
  arguments?: { text?: string };
  protocolVersion?: string;
}

function answer(method: string, params: Params): unknown {
  switch (method) {
    case 'initialize': {
      const { protocolVersion } = params;
      return { protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'echoer', version: '1' } };
    }
    case 'tools/list':
      return { tools: TOOLS };
    case 'tools/call': {
      const isError = params.name === 'fail';
      const text = isError ? 'it failed' : `echo: ${params.arguments?.text ?? ''}`;
      return { content: [{ type: 'text', text }], isError };
    }
    default:
      return {};
  }
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params = {} } = JSON.parse(line);
  if (id === undefined) return;
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, result: answer(method, params) })}\n`);
});
