import { makeAgent, type Stage } from './areas.ts';
import { call, send } from './call.ts';
import type { RecordedStream, ScriptStep } from './recordings.ts';

const EMBEDDING = 'openai/text-embedding-3-small';
const SAM = { memory_blocks: [{ label: 'human', value: 'Name: Sam' }] };
const PARALLEL = {
  model_settings: {
    provider_type: 'openai',
    temperature: 0.5,
    max_output_tokens: 2048,
    parallel_tool_calls: true,
    reasoning: { reasoning_effort: 'minimal' },
    strict: false,
  },
};
const DIE = { tools: ['roll_die'] };
const CODE = { tools: ['lookup_code'] };
const KEY = { secrets: { GOLD_KEY: 'k-1' } };
const rule = (type: string, extra: Record<string, unknown> = {}) => ({
  tool_rules: [{ type, tool_name: 'roll_die', ...extra }],
  include_base_tool_rules: false,
});

/** The agent of a group of streams, by the first stream it appears in. */
const AGENTS: Record<string, Record<string, unknown>> = {
  'text-steps': DIE,
  'parallel-tools-tokens': { ...DIE, ...PARALLEL },
  'parallel-tools-one-fails-tokens': { tools: ['roll_die', 'explode'], ...PARALLEL },
  'memory-insert-tokens': {
    tools: ['roll_die', 'archival_memory_insert', 'archival_memory_search'],
    embedding: EMBEDDING,
    memory_blocks: [
      { label: 'persona', value: 'I am a test agent' },
      { label: 'human', value: 'Name: Sam' },
    ],
  },
  'memory-read-only-block-tokens': {
    ...DIE,
    memory_blocks: [
      { label: 'human', value: 'Name: Sam' },
      { label: 'rules', value: 'Be kind.', read_only: true },
    ],
  },
  'tool-error-tokens': { tools: ['roll_die', 'explode'] },
  'approval-request-tokens': { ...CODE, ...KEY },
  'approval-mixed-parallel-request-tokens': { ...CODE, ...PARALLEL },
  'approval-mixed-parallel-request-steps': { ...CODE, ...PARALLEL },
  'client-tool-request-tokens': DIE,
  'client-and-server-tool-parallel-tokens': { ...DIE, ...PARALLEL },
  'max-steps-tokens': DIE,
  'exit-loop-rule-tokens': { ...DIE, ...rule('exit_loop') },
  'run-first-rule-tokens': { ...DIE, ...rule('run_first') },
  'max-count-rule-tokens': { ...DIE, ...rule('max_count_per_step', { max_count_limit: 1 }) },
  'required-before-exit-rule-tokens': { ...DIE, ...rule('required_before_exit') },
  'llm-error-400-tokens': DIE,
  'llm-empty-answer-tokens': DIE,
  'cancel-in-step-1-tokens': DIE,
  'background-tokens': DIE,
  'conversation-default-settings': DIE,
  'image-input-tokens': DIE,
  'v2-agent-send-message-steps': { agent_type: 'memgpt_v2_agent' },
  'compaction-after-step-with-events-tokens': { ...DIE, context_window_limit: 8000 },
  'compaction-after-step-with-events-steps': { ...DIE, context_window_limit: 8000 },
  'compaction-after-step-without-events-tokens': { ...DIE, context_window_limit: 8000 },
  'context-overflow-error-then-compaction-tokens': DIE,
  'keepalive-ping-slow-llm-tokens': DIE,
  'llm-truncated-stream-inside-tool-call-tokens': DIE,
  'client-disconnect-tokens': {},
};

/** Streams whose agent had answered three questions before. */
const WITH_HISTORY = /^(?:compaction|context-overflow-error-then)/;

/** Makes the tools of the recorded database. */
export async function makeTools(stage: Stage): Promise<void> {
  const sources = [
    [
      'roll_die',
      'sides: int',
      'Roll a die.\n\n    Args:\n        sides (int): number of sides',
      '    print("rolling")\n    return f"rolled {sides}"',
    ],
    [
      'explode',
      'reason: str',
      'Always fails.\n\n    Args:\n        reason (str): why',
      '    print("about to fail")\n    raise ValueError(reason)',
    ],
    [
      'lookup_code',
      'name: str, times: int = 1',
      'Look up a code.\n\n    Args:\n        name (str): whose code\n        times (int): how often',
      `    import os\n    return f"{name}:{os.environ.get('GOLD_KEY')}" * times`,
    ],
  ];
  for (const [name, parameters, text, body] of sources) {
    const source_code = `def ${name}(${parameters}) -> str:\n    """${text}\n    """\n${body}\n`;
    const tool = { source_code, source_type: 'python', default_requires_approval: name === 'lookup_code' };
    await call(stage.target, { method: 'POST', path: '/v1/tools/', body: tool });
  }
}

/** Makes what a stream's path names and nobody has made yet. */
export async function prepareStream(stage: Stage, stream: RecordedStream): Promise<void> {
  const { target } = stage;
  const agentId = stream.agentId ?? stream.request.path.match(/agent-[0-9a-f-]{36}/)?.[0];
  if (agentId && !target.ids.has(agentId) && !agentId.includes('123e4567')) {
    await makeAgent(stage, agentId, { name: stream.name.replaceAll('-', ' '), ...SAM, ...AGENTS[stream.name] });
    if (WITH_HISTORY.test(stream.name)) await ask(stage, agentId, 3);
  }
  await startBackground(stage, stream);
  const conversationId = stream.request.path.match(/conv-[0-9a-f-]{36}/)?.[0];
  if (conversationId && agentId && !target.ids.has(conversationId) && !conversationId.includes('123e4567')) {
    const answer = await call(target, {
      method: 'POST',
      path: '/v1/conversations/',
      query: { agent_id: agentId },
      body: {},
    });
    target.ids.learn(conversationId, String(Reflect.get(answer.body as object, 'id')));
  }
}

/** Runs the recorder started in the background without keeping their streams. */
const BACKGROUND: Record<string, { step: ScriptStep }> = {
  'background-resume-while-live-after-5': {
    step: { text: 'live '.repeat(40), tick: 0.1 },
  },
};

/** Starts the background run a resume is about, if nobody has. */
async function startBackground({ target, llm }: Stage, { name, agentId, request }: RecordedStream): Promise<void> {
  const runId = request.path.match(/run-[0-9a-f-]{36}/)?.[0];
  if (!runId || target.ids.has(runId) || !agentId) return;
  llm.play([BACKGROUND[name]?.step ?? { text: 'Done.' }]);
  const body = { messages: [{ role: 'user', content: 'go' }], streaming: true, stream_tokens: true, background: true };
  const headers = { 'x-stainless-package-version': '1.12.1' };
  const response = await send(target, { method: 'POST', path: `/v1/agents/${agentId}/messages`, headers, body });
  const reader = response.body?.getReader();
  // Until it speaks: the next script would be played in its place.
  let text = '';
  for (const end = BACKGROUND[name] ? 'assistant_message' : '[DONE]'; !text.includes(end); ) {
    text += new TextDecoder().decode((await reader?.read())?.value);
  }
  target.ids.learn(runId, /run-[0-9a-f-]{36}/.exec(text)?.[0] ?? '');
}

async function ask({ target, llm }: Stage, agentId: string, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    llm.play([{ text: `Answer ${index}.` } satisfies ScriptStep]);
    const path = `/v1/agents/${agentId}/messages`;
    await call(target, { method: 'POST', path, body: { messages: [{ role: 'user', content: `Question ${index}` }] } });
  }
}
