import type { ServerFigure } from './server-figure.ts';
import { repeat, type Send } from './timed-client.ts';

const TOOL =
  'def add(left: int, right: int) -> int:\n    """Add.\n\n    Args:\n        left (int): one\n        right (int): two\n    """\n    return left + right\n';
const SYSTEM = 'You are a helpful agent with a memory. '.repeat(300);

/** Agents, blocks, lists and tools, one request after another, with 200 agents in the database. */
export async function measureRequests(send: Send): Promise<ServerFigure[]> {
  const made = await repeat(200, (index) => send('POST', '/v1/agents/', newAgent(index)));
  const [agent] = JSON.parse((await send('GET', '/v1/agents/?limit=1&include=agent.blocks')).text) as [Agent];
  const block = agent.blocks[0]?.id;
  const includes = 'include=agent.blocks&include=agent.tools&include=agent.tags';
  const get = (times: number, path: string) => repeat(times, () => send('GET', path));
  const figures: ServerFigure[] = [];
  const add = (
    name: string,
    timing: { p50: number; p95: number; bytes: number },
    limits: [number | null, number | null],
  ) =>
    figures.push({
      name,
      value: timing.p50,
      unit: 'ms',
      budget: limits[0],
      original: limits[1],
      note: `p95 ${timing.p95.toFixed(1)} ms, ${timing.bytes.toLocaleString('en-US')} bytes`,
    });
  add('health', await get(200, '/v1/health/'), [null, 3.3]);
  add('create agent (2 blocks, 3 base tools, 2 tags)', made, [5, 56.7]);
  add('list 25 agents', await get(40, '/v1/agents/?limit=25'), [null, 19.1]);
  add('list 200 agents with includes', await get(20, `/v1/agents/?limit=200&${includes}`), [60, 686.7]);
  add('count agents', await get(100, '/v1/agents/count'), [null, 9.6]);
  add('retrieve agent, all includes', await get(100, `/v1/agents/${agent.id}?${includes}`), [null, 34.5]);
  const patch = (index: number) => send('PATCH', `/v1/blocks/${block}`, { value: `Value ${index}` });
  add('patch block', await repeat(100, patch), [5, 58.7]);
  const describe = (index: number) => send('PATCH', `/v1/agents/${agent.id}`, { description: `Version ${index}` });
  add('patch agent', await repeat(50, describe), [null, 51.2]);
  add('context window', await get(50, `/v1/agents/${agent.id}/context`), [5, 44.2]);
  add('list tools', await get(50, '/v1/tools/?limit=50'), [null, 31.6]);
  const run = () => send('POST', '/v1/tools/run', { source_code: TOOL, args: { left: 1, right: 2 } });
  await run();
  add('run a Python tool', await repeat(12, run), [60, 3_003]);
  return figures;
}

interface Agent {
  id: string;
  blocks: { id: string }[];
}

function newAgent(index: number) {
  return {
    name: `Agent ${index}`,
    model: 'openai-proxy/gpt-4o-mini',
    system: SYSTEM,
    memory_blocks: [
      { label: 'human', value: 'Name: Sam. '.repeat(10) },
      { label: 'persona', value: 'I am a bench agent. '.repeat(10) },
    ],
    tags: ['bench', `number-${index % 10}`],
  };
}
