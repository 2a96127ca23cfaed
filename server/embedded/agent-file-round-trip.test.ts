import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ContentPart, StoredApproval, StoredToolReturn } from './agent-loop/stored-content.ts';
import { newId } from './ids.ts';
import { insertMessages, type NewMessage } from './store/messages.ts';
import { writeContext } from './store/threads.ts';
import { openTestServer } from './test-server.ts';

type TestServer = Awaited<ReturnType<typeof openTestServer>>;
// biome-ignore lint/suspicious/noExplicitAny: tests look into files of every shape
type Json = any;
type Message = Omit<NewMessage, 'id' | 'agent_id'>;

const text = fc.string({ unit: 'binary', maxLength: 40 }).map((value) => value.replaceAll('\0', '0').toWellFormed());
const word = fc.stringMatching(/^[a-z][a-z0-9_]{0,12}$/);
const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const time = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());
const callId = word.map((value) => `call_${value}`);

const part: fc.Arbitrary<ContentPart> = fc.oneof(
  text.map((value): ContentPart => ({ type: 'text', text: value })),
  fc.record({ type: fc.constant('text' as const), text, signature: word }),
  fc.record({
    type: fc.constant('reasoning' as const),
    is_native: fc.boolean(),
    reasoning: text,
    signature: orNull(word),
  }),
  fc.record({ type: fc.constant('redacted_reasoning' as const), data: word }),
  fc.constant<ContentPart>({ type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'aGk=' } }),
);
const calls = fc.uniqueArray(
  fc.record({ id: callId, type: fc.constant('function'), function: fc.record({ name: word, arguments: text }) }),
  { selector: (call) => call.id, minLength: 1, maxLength: 3 },
);
const outputs = {
  status: fc.constantFrom('success', 'error'),
  stdout: orNull(fc.array(text, { maxLength: 2 })),
  stderr: orNull(fc.array(text, { maxLength: 2 })),
} as const;
const returns = fc.array(
  fc.record({ tool_call_id: callId, name: word, ...outputs, func_response: text }) as fc.Arbitrary<StoredToolReturn>,
  { minLength: 1, maxLength: 3 },
);
const approvals = fc.array(
  fc.oneof(
    fc.record({ type: fc.constant('approval'), tool_call_id: callId, approve: fc.boolean(), reason: orNull(text) }),
    fc.record({ type: fc.constant('tool'), tool_call_id: callId, tool_return: text, ...outputs }),
  ) as fc.Arbitrary<StoredApproval>,
  { minLength: 1, maxLength: 3 },
);
const json = <T>(arbitrary: fc.Arbitrary<T>) => arbitrary.map((value) => JSON.stringify(value));
const basis = {
  content: json(fc.array(part, { maxLength: 3 })),
  created_at: time,
  name: orNull(word),
  model: orNull(word),
};
const message: fc.Arbitrary<Message> = fc.oneof(
  fc.record({ ...basis, role: fc.constantFrom('user', 'summary', 'assistant', 'system'), otid: orNull(fc.uuid()) }),
  fc.record({ ...basis, role: fc.constantFrom('assistant', 'approval'), tool_calls: json(calls) }),
  fc.record({ ...basis, role: fc.constant('tool'), tool_call_id: orNull(callId), tool_returns: json(returns) }),
  fc.record({ ...basis, role: fc.constant('approval'), approvals: json(approvals) }),
);

const block = fc.record(
  {
    label: word,
    value: text,
    limit: fc.integer({ min: 1, max: 9_000 }),
    description: text,
    read_only: fc.boolean(),
    metadata: fc.dictionary(word, fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 }),
    tags: fc.array(word, { maxLength: 2 }),
    hidden: fc.boolean(),
  },
  { requiredKeys: ['label', 'value'] },
);
const rule = fc.oneof(
  fc.record({ type: fc.constantFrom('run_first', 'exit_loop', 'continue_loop', 'requires_approval'), tool_name: word }),
  fc.record({
    type: fc.constant('constrain_child_tools'),
    tool_name: word,
    children: fc.array(word, { maxLength: 2 }),
  }),
  fc.record({
    type: fc.constant('max_count_per_step'),
    tool_name: word,
    max_count_limit: fc.integer({ min: 1, max: 9 }),
  }),
);
const tool = fc.record(
  {
    source_code: word.map(
      (name) =>
        `def ${name}(n: int) -> int:\n    """Counts.\n\n    Args:\n        n: a number\n    """\n    return n\n`,
    ),
    description: text,
    tags: fc.array(word, { maxLength: 2 }),
    return_char_limit: fc.integer({ min: 1, max: 9_000 }),
    pip_requirements: fc.array(fc.record({ name: word }), { maxLength: 2 }),
    default_requires_approval: fc.boolean(),
    enable_parallel_execution: fc.boolean(),
  },
  { requiredKeys: ['source_code'] },
);
const agent = fc.record({
  name: word,
  system: text.filter((value) => value !== ''),
  description: orNull(text),
  metadata: orNull(fc.dictionary(word, fc.jsonValue({ maxDepth: 3 }), { maxKeys: 3 })),
  tags: fc.array(word, { maxLength: 3 }),
  memory_blocks: fc.uniqueArray(block, { selector: ({ label }) => label, maxLength: 3 }),
  tool_rules: fc.array(rule, { maxLength: 4 }),
  secrets: fc.dictionary(
    word,
    word.map((value) => `hidden-${value}`),
    { maxKeys: 3 },
  ),
  timezone: fc.constantFrom('UTC', 'Europe/Berlin'),
  message_buffer_autoclear: fc.boolean(),
  hidden: orNull(fc.boolean()),
  include_base_tools: fc.boolean(),
  model_settings: orNull(
    fc.record({ temperature: fc.constantFrom(0, 0.5, 1), max_output_tokens: fc.integer({ min: 1, max: 900 }) }),
  ),
  context_window_limit: orNull(fc.integer({ min: 1_000, max: 9_000 })),
  response_format: orNull(fc.constant({ type: 'json_object' })),
});
const story = fc.record({
  agent,
  tools: fc.uniqueArray(tool, { selector: ({ source_code }) => source_code, maxLength: 3 }),
  messages: fc.array(message, { maxLength: 12 }),
  seen: fc.infiniteStream(fc.boolean()),
});

async function makeAgent(
  server: TestServer,
  parts: typeof story extends fc.Arbitrary<infer T> ? T : never,
): Promise<string> {
  const tool_ids: string[] = [];
  for (const each of parts.tools) {
    const made = await server.call('POST', '/v1/tools/', each);
    if (made.status === 200) tool_ids.push(made.body.id);
  }
  const { id, message_ids } = await server.createAgent({ ...parts.agent, tool_ids });
  const rows = parts.messages.map((each) => ({ ...each, id: newId('message'), agent_id: id }));
  await insertMessages(server.db, rows);
  const seen = rows.filter(() => parts.seen.next().value).map((row) => row.id);
  await writeContext(server.db, { agentId: id, conversationId: null }, [...message_ids, ...seen]);
  return id;
}

/** A file without what is new in every export: its time, the ids of the server, and the prompt, which tells them. */
function withoutIds({ created_at: _time, ...file }: Json): Json {
  const agents = file.agents.map((each: Json) => ({
    ...each,
    messages: each.messages.map(({ otid: _otid, ...rest }: Json, index: number) =>
      index === 0 ? { ...rest, content: 'the prompt', model: null } : rest,
    ),
  }));
  return { ...file, agents };
}

it('an agent is the same after an export and an import on another server', async () => {
  await fc.assert(
    fc.asyncProperty(story, async (parts) => {
      const [here, there] = [await openTestServer(), await openTestServer()];
      const id = await makeAgent(here, parts);
      const file = await (await here.raw('GET', `/v1/agents/${id}/export`)).text();
      for (const value of Object.values(parts.agent.secrets)) expect(file).not.toContain(value);
      const form = new FormData();
      form.set('append_copy_suffix', 'false');
      form.set('file', new File([file], 'agent.af'));
      const imported = await there.app.request('/v1/agents/import', { method: 'POST', body: form });
      const answer = (await imported.json()) as Json;
      expect(answer).toEqual({ agent_ids: [expect.any(String)] });
      const again = (await there.call('GET', `/v1/agents/${answer.agent_ids[0]}/export`)).body;
      expect(withoutIds(again)).toEqual(withoutIds(JSON.parse(file)));
      await Promise.all([here.db.destroy(), there.db.destroy()]);
    }),
    { numRuns: 60 },
  );
}, 120_000);

/** Two files as one: what the second has comes behind what the first has, but for the block that both share. */
function joinFiles(one: Json, other: Json, shared: string): Json {
  const at = (blocks: Json[]) => blocks.findIndex((each: Json) => each.label === shared);
  const [offset, tools] = [one.blocks.length, one.tools.length];
  const sharedId = `block-${at(other.blocks)}`;
  const move = (id: string, by: number) =>
    `${id.slice(0, id.indexOf('-'))}-${Number(id.slice(id.indexOf('-') + 1)) + by}`;
  const [second] = other.agents;
  const moved = {
    ...second,
    id: 'agent-1',
    block_ids: second.block_ids.map((id: string) => (id === sharedId ? `block-${at(one.blocks)}` : move(id, offset))),
    tool_ids: second.tool_ids.map((id: string) => move(id, tools)),
    messages: second.messages.map((each: Json) => ({ ...each, agent_id: 'agent-1' })),
  };
  const others = other.blocks.map((each: Json) => ({ ...each, id: move(each.id, offset) }));
  return {
    ...one,
    agents: [...one.agents, moved],
    blocks: [...one.blocks, ...others.filter((each: Json) => each.label !== shared)],
    tools: [...one.tools, ...other.tools.map((each: Json) => ({ ...each, id: move(each.id, tools) }))],
  };
}

it('two agents of one file that share a block are the same on another server, and still share it', async () => {
  await fc.assert(
    fc.asyncProperty(story, story, async (left, right) => {
      const [here, there] = [await openTestServer(), await openTestServer()];
      const block = (await here.call('POST', '/v1/blocks/', { label: 'shared by both', value: 'One text.' })).body;
      const files: Json[] = [];
      for (const parts of [left, right]) {
        const id = await makeAgent(here, parts);
        await here.call('PATCH', `/v1/agents/${id}/core-memory/blocks/attach/${block.id}`);
        files.push((await here.call('GET', `/v1/agents/${id}/export`)).body);
      }
      const form = new FormData();
      form.set('append_copy_suffix', 'false');
      form.set('file', new File([JSON.stringify(joinFiles(files[0], files[1], block.label))], 'agents.af'));
      const imported = await there.app.request('/v1/agents/import', { method: 'POST', body: form });
      const { agent_ids: ids } = (await imported.json()) as { agent_ids: string[] };
      const again = await Promise.all(ids.map(async (id) => (await there.call('GET', `/v1/agents/${id}/export`)).body));
      expect(again.map(withoutIds)).toEqual(files.map(withoutIds));
      const [copy] = (await there.call('GET', `/v1/blocks/?label=${encodeURIComponent(block.label)}`)).body;
      const users = (await there.call('GET', `/v1/blocks/${copy.id}/agents`)).body;
      expect(users.map((each: Json) => each.id).toSorted()).toEqual(ids.toSorted());
      await Promise.all([here.db.destroy(), there.db.destroy()]);
    }),
    { numRuns: 25 },
  );
}, 120_000);
