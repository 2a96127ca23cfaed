import { setTimeout as delay } from 'node:timers/promises';
import { type Answer, call, type Target } from './call.ts';
import type { ScriptStep } from './recordings.ts';
import type { ScriptedLlm } from './scripted-llm.ts';

/** What a story needs that the recorder did not record: agents made between the areas. */
export interface Stage {
  target: Target;
  llm: ScriptedLlm;
}

/** The areas this server answers, in the order in which they were recorded on one database. */
export const AREAS = [
  'health',
  'errors',
  'empty',
  'models',
  'tools',
  'blocks',
  'agents',
  'archival',
  'archives',
  'passages',
  'messages',
  'runs',
  'steps',
  'conversations',
  'tags',
  'providers',
  'export-import',
  'generate',
  'summarize',
  'preview-raw-payload',
  'mcp-servers',
];

/** Recorded areas that wait for their own issue: their paths answer 404, except those named here elsewhere. */
export const LATER_AREAS = ['folders', 'groups', 'identities', 'jobs', 'other', 'sandbox-config'];

/** Areas recorded on a database of their own, by a server in its secure mode. */
export const SECURED_AREAS = ['secure-mode', 'mcp-servers-stdio'];

/** The password of the recorded server in its secure mode. */
export const PASSWORD = 'golden-pw';

const MODEL = 'openai-proxy/gpt-4o-mini';
const EMBEDDING = 'openai/text-embedding-3-small';
const SAM = [{ label: 'human', value: 'Name: Sam' }];

/** What happens before an exchange, by its name without the number's zeros cut. */
export const PREPARATIONS: Record<string, (stage: Stage) => Promise<void>> = {
  'tools/48-agent-tools-list': (stage) =>
    makeAgent(stage, 'agent-10047821-5967-48df-b2fd-5495ac65cce1', { name: 'tooltester' }),
  'tools/61-agent-run-tool-error': (stage) =>
    attachTool(stage, 'agent-10047821-5967-48df-b2fd-5495ac65cce1', 'tool-33232579-29bf-419e-b825-0fd9b45add5b'),
  'blocks/01-list-empty-or-default': (stage) => deleteAgents(stage, ['agent-10047821-5967-48df-b2fd-5495ac65cce1']),
  'blocks/30-agent-blocks-list': async (stage) => {
    const persona = (value: string) => ({ memory_blocks: [{ label: 'persona', value }] });
    await makeAgent(stage, 'agent-f378bfdc-560f-4396-bab2-d40a40914e3c', { name: 'block one', ...persona('I am one') });
    await makeAgent(stage, 'agent-855e9625-4f06-452a-aa56-8003e75179aa', { name: 'block two', ...persona('I am two') });
  },
  'blocks/34-attach-same-label-409': (stage) =>
    make(stage, '/v1/blocks/', 'block-619f5a55-00ee-4e31-bdd8-2c65820efd0b', { label: 'human', value: 'Another' }),
  'agents/001-list-empty': (stage) =>
    deleteAgents(stage, ['agent-f378bfdc-560f-4396-bab2-d40a40914e3c', 'agent-855e9625-4f06-452a-aa56-8003e75179aa']),
  'archival/01-list-empty': (stage) =>
    makeAgent(stage, 'agent-9d3a424c-b13c-480d-a717-ddb4ee6b7678', { name: 'archivist', embedding: EMBEDDING }),
  'archival/25-create-agent-without-embedding': (stage) =>
    makeAgent(stage, 'agent-82d757f0-4d2d-4494-9641-ee31d1b1c2f4', { name: 'no embedding' }),
  'archives/15-attach': (stage) =>
    makeAgent(stage, 'agent-86afee66-7fe2-4905-95af-b7856e882c97', { name: 'reader', embedding: EMBEDDING }),
  'messages/01-list-fresh-agent': (stage) =>
    makeAgent(stage, 'agent-48e55e1d-3b5a-49fa-9f6c-d66ae93dc4ec', {
      name: 'talker',
      embedding: EMBEDDING,
      memory_blocks: SAM,
      tools: ['roll_die'],
    }),
  'messages/51-cancel-agent-without-runs': (stage) =>
    makeAgent(stage, 'agent-5ac3eda7-24c8-440e-a88f-308f24ce3d81', { name: 'idle' }),
  'messages/56-approval-request-blocking': async (stage) => {
    // The recorded server ran this tool without the package it asks for.
    const path = '/v1/tools/tool-76d8f1be-a502-4c0f-9376-423df8fb6a45';
    await call(stage.target, { method: 'PATCH', path, body: { pip_requirements: [] } });
    await makeAgent(stage, 'agent-be607826-5f53-4c5b-848b-8a476c592f7c', {
      name: 'asker',
      embedding: EMBEDDING,
      memory_blocks: SAM,
      include_base_tools: false,
      tools: ['lookup_code'],
      secrets: { GOLD_KEY: 'k-1' },
    });
  },
  'messages/61-approval-none-pending-400': (stage) =>
    makeAgent(stage, 'agent-8f028a47-a7e8-4903-a46f-4a50a5565b4a', { name: 'nothing pending' }),
  'messages/63-cancel-while-approval-pending': async ({ target, llm }) => {
    llm.play([{ tools: [{ name: 'lookup_code', args: '{"name": "kim"}' }] }]);
    const path = '/v1/agents/agent-be607826-5f53-4c5b-848b-8a476c592f7c/messages';
    await call(target, { method: 'POST', path, body: { messages: [{ role: 'user', content: 'another code' }] } });
  },
  'runs/22-retrieve-failed': learnFirstFailedRun,
  'conversations/01-list-empty': (stage) =>
    makeAgent(stage, 'agent-f6613736-6feb-449b-b5a0-a2c3c6a7c751', {
      name: 'many talks',
      include_base_tools: false,
      memory_blocks: SAM,
    }),
  'export-import/01-export': async (stage) => {
    const id = 'agent-0c7b9029-b764-4524-b67c-588f7f4d279c';
    await makeAgent(stage, id, {
      name: 'exported',
      description: 'to export',
      embedding: EMBEDDING,
      include_base_tools: false,
      memory_blocks: SAM,
      block_ids: [stage.target.ids.translate('block-54797fd2-c036-47a8-8715-f9b97f1aa502')],
      tools: ['roll_die'],
      tags: ['exp'],
    });
    stage.llm.play([{ text: 'Export me.' }]);
    const body = { messages: [{ role: 'user', content: 'hi' }] };
    await call(stage.target, { method: 'POST', path: `/v1/agents/${id}/messages`, body });
  },
  'generate/01-generate': (stage) =>
    makeAgent(stage, 'agent-72f6617b-4ef6-482d-9ce5-64483ce30c6d', { name: 'generator' }),
  'summarize/01-summarize-too-few-400': (stage) =>
    makeAgent(stage, 'agent-5252bf3f-068f-4e24-bd4e-0cbf748d3fde', {
      name: 'longtalk',
      include_base_tools: false,
      embedding: EMBEDDING,
      memory_blocks: SAM,
    }),
  'summarize/02-summarize-default': (stage) => ask(stage, 6),
  'summarize/06-summarize-mode-all': (stage) => ask(stage, 3),
  'secure-mode/01-no-password-401': async ({ target }) => {
    const headers = { authorization: `Bearer ${PASSWORD}` };
    for (let number = 1; number <= 32; number += 1)
      await call(target, { method: 'POST', path: '/v1/agents/', headers, body: { model: MODEL } });
  },
  'preview-raw-payload/01-preview': (stage) =>
    makeAgent(stage, 'agent-93abd143-c96c-48fb-a4cb-d355dae4ca90', { name: 'previewed', memory_blocks: SAM }),
};

/** What happens after an exchange. */
export const AFTERWARDS: Record<string, (stage: Stage, answer: Answer) => Promise<void>> = {
  // The original keeps one of two blocks of the same label; here the request is refused, so that another agent stands in.
  'agents/019-create-duplicate-block-labels-accepted': (stage) =>
    makeAgent(stage, 'agent-d70447de-fcf8-4c46-bd18-db33d3f3dbc9', {
      name: 'dl',
      memory_blocks: [{ label: 'x', value: '1' }],
    }),
  // The original leaves a conversation behind that it refused to make.
  'conversations/06-create-unknown-label': (stage) =>
    make(
      stage,
      '/v1/conversations/?agent_id=agent-f6613736-6feb-449b-b5a0-a2c3c6a7c751',
      'conv-11787997-eeb5-49b1-85f5-b096e7847ad4',
      {},
    ),
  'messages/53-async': ({ target }, answer) => waitForRun(target, String(Reflect.get(answer.body as object, 'id'))),
};

/** What the model answers where the exchange itself does not tell. */
export const SCRIPTS: Record<string, ScriptStep[]> = {
  // A blocking answer leaves out text beside a tool call.
  'messages/04-send-reasoning-tool-text': [
    { reasoning: 'The user wants a roll.', text: 'Rolling.', tools: [{ name: 'roll_die', args: '{"sides": 6}' }] },
    { reasoning: 'Got it.', text: 'You rolled 6.' },
  ],
  'messages/53-async': [{ text: 'Async answer.' }],
};

/** Makes an agent that stands for a recorded one. */
export async function makeAgent(stage: Stage, recordedId: string, body: Record<string, unknown>): Promise<void> {
  await make(stage, '/v1/agents/', recordedId, { model: MODEL, ...body });
}

/** Makes something that stands for a recorded thing. */
async function make({ target }: Stage, path: string, recordedId: string, body: unknown): Promise<void> {
  const answer = await call(target, { method: 'POST', path, body });
  if (answer.status !== 200)
    throw new Error(`${path} for ${recordedId}: ${answer.status} ${JSON.stringify(answer.body)}`);
  target.ids.learn(recordedId, String(Reflect.get(answer.body as object, 'id')));
}

async function waitForRun(target: Target, id: string): Promise<void> {
  for (let attempt = 0; attempt < 500; attempt += 1) {
    const { body } = await call(target, { method: 'GET', path: `/v1/runs/${id}` });
    if (Reflect.get(body as object, 'completed_at') !== null) return;
    await delay(10);
  }
  throw new Error(`Run ${id} did not end.`);
}

async function attachTool({ target }: Stage, agentId: string, toolId: string): Promise<void> {
  await call(target, { method: 'PATCH', path: `/v1/agents/${agentId}/tools/attach/${toolId}` });
}

async function deleteAgents({ target }: Stage, ids: string[]): Promise<void> {
  for (const id of ids) await call(target, { method: 'DELETE', path: `/v1/agents/${id}` });
}

/** The recorder asked some questions to make a history that can be summarised. */
async function ask({ target, llm }: Stage, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    llm.play([{ text: `Answer ${index}.` }]);
    const path = '/v1/agents/agent-5252bf3f-068f-4e24-bd4e-0cbf748d3fde/messages';
    await call(target, { method: 'POST', path, body: { messages: [{ role: 'user', content: `Question ${index}` }] } });
  }
}

async function learnFirstFailedRun({ target }: Stage): Promise<void> {
  const agent_id = 'agent-48e55e1d-3b5a-49fa-9f6c-d66ae93dc4ec';
  const query = { agent_id, statuses: 'failed', order: 'asc', limit: '1' };
  const answer = await call(target, { method: 'GET', path: '/v1/runs/', query });
  const [run] = answer.body as { id: string }[];
  target.ids.learn('run-adc6186e-4585-4113-b277-37f5b7069dde', run?.id ?? '');
}
