import { Hono } from 'hono';
import type { Updateable } from 'kysely';
import { z } from 'zod';
import { derivePythonSchema, PythonSchemaError } from '#lib/python-schema/derive-python-schema.ts';
import type { EmbeddedContext } from '#server/embedded/embedded-context.ts';
import { newId, requireId } from '#server/embedded/ids.ts';
import { badRequest, conflict, invalidFields } from '#server/embedded/letta-error.ts';
import { installBaseTools } from '#server/embedded/memory/base-tools.ts';
import { fromJson, toFlag, toNullableJson } from '#server/embedded/store/json-column.ts';
import type { Schema } from '#server/embedded/store/schema.ts';
import {
  countTools,
  deleteTool,
  listTools,
  requireTool,
  type ToolRow,
  toolsByName,
  updateTool,
  upsertTool,
} from '#server/embedded/store/tools.ts';
import { messageDate, nowIso } from '#server/embedded/times.ts';
import { placeOfPackages } from '#server/embedded/tools/place-of-packages.ts';
import { runPython } from '#server/embedded/tools/run-python.ts';
import { toRequirements } from '#server/embedded/tools/to-requirements.ts';
import { toolHash } from '#server/embedded/tools/tool-hash.ts';
import { pageQuery, parseBody, parseQuery, queryFlag, toPage } from './parse-request.ts';
import { toTool } from './tool-wire.ts';

const json = z.record(z.string(), z.unknown());

const filterQuery = {
  name: z.string().optional(),
  names: z.array(z.string()).optional(),
  tool_ids: z.array(z.string()).optional(),
  search: z.string().optional(),
  tool_types: z.array(z.string()).optional(),
  exclude_tool_types: z.array(z.string()).optional(),
  return_only_letta_tools: queryFlag.optional(),
  exclude_letta_tools: queryFlag.optional(),
};
const listQuery = z.object({ ...filterQuery, ...pageQuery({ limit: 50, order: 'desc' }) });
const countQuery = z.object(filterQuery);
const LISTS = ['names', 'tool_ids', 'tool_types', 'exclude_tool_types'];

const shared = {
  json_schema: json.nullish(),
  args_json_schema: json.nullish(),
  description: z.string().nullish(),
  tags: z.array(z.string()).nullish(),
  return_char_limit: z.number().int().min(1).max(1_000_000).nullish(),
  pip_requirements: z.array(z.unknown()).nullish(),
  npm_requirements: z.array(z.unknown()).nullish(),
  default_requires_approval: z.boolean().nullish(),
  enable_parallel_execution: z.boolean().nullish(),
};
const createBody = z.looseObject({ ...shared, source_code: z.string(), source_type: z.string().nullish() });
const updateBody = z.looseObject({ ...shared, source_code: z.string().nullish(), source_type: z.string().nullish() });
const schemaBody = z.looseObject({ code: z.string() });
const runBody = z.looseObject({
  source_code: z.string(),
  args: json,
  env_vars: z.record(z.string(), z.string()).nullish(),
  name: z.string().nullish(),
  source_type: z.string().nullish(),
  json_schema: json.nullish(),
  pip_requirements: z.array(z.unknown()).nullish(),
});

type CreateBody = z.output<typeof createBody>;

/** `/v1/tools/`: the tool library, schema derivation and the tester. */
export function toolRoutes(context: EmbeddedContext): Hono {
  const { db } = context;
  const app = new Hono();
  app.get('/', async (c) => {
    const query = parseQuery(c, listQuery, LISTS);
    return c.json((await listTools(db, toFilter(query), toPage(query))).map(toTool));
  });
  app.get('/count', async (c) => c.json(await countTools(db, toFilter(parseQuery(c, countQuery, LISTS)))));
  const upsert = async (body: CreateBody) => {
    const row = toRow(body);
    const [taken] = await toolsByName(db, [row.name]);
    // An upsert that names no tags leaves them as they are.
    if (taken && !body.tags) row.tags = taken.tags;
    if (taken && taken.tool_type !== 'custom') {
      throw conflict(
        `The name ${row.name} belongs to a tool of this server or of an MCP server. Give the function another name.`,
      );
    }
    return toTool(await upsertTool(db, row));
  };
  app.post('/', async (c) => c.json(await upsert(await parseBody(c, createBody))));
  app.put('/', async (c) => c.json(await upsert(await parseBody(c, createBody))));
  app.post('/add-base-tools', async (c) => {
    await installBaseTools(db);
    const page = { limit: 0, order: 'asc' } as const;
    return c.json((await listTools(db, { onlyLettaTools: true }, page)).map(toTool));
  });
  app.post('/generate-schema', async (c) =>
    c.json(deriveSchema((await parseBody(c, schemaBody)).code, 'Schema generation failed: ')),
  );
  app.post('/search', () => {
    throw badRequest('Tool semantic search requires tool embedding to be enabled (embed_tools=True).');
  });
  app.post('/generate-tool', (c) => c.notFound());
  app.post('/run', async (c) => c.json(await runFromSource(context, await parseBody(c, runBody), c.req.raw.signal)));
  app.get('/:id', async (c) => c.json(toTool(await requireTool(db, requireId('tool', c.req.param('id'))))));
  app.patch('/:id', async (c) => {
    const tool = await requireTool(db, requireId('tool', c.req.param('id')));
    await updateTool(db, tool.id, toPatch(tool, await parseBody(c, updateBody)));
    return c.json(toTool(await requireTool(db, tool.id)));
  });
  app.delete('/:id', async (c) => {
    const id = requireId('tool', c.req.param('id'));
    if (!(await deleteTool(db, id))) throw badRequest(`Tool with id ${id} not found.`);
    return c.json(null);
  });
  return app;
}

function toFilter(query: z.output<typeof countQuery>) {
  return {
    name: query.name,
    names: query.names,
    toolIds: query.tool_ids,
    search: query.search,
    toolTypes: query.tool_types,
    excludeToolTypes: query.exclude_tool_types,
    onlyLettaTools: query.return_only_letta_tools,
    excludeLettaTools: query.exclude_letta_tools,
  };
}

/** The schema of the last function in the source, or the original's 400. Nothing is executed. */
function deriveSchema(source: string, prefix = 'Failed to derive json schema: Schema generation failed: ') {
  try {
    return derivePythonSchema(source);
  } catch (error) {
    if (error instanceof PythonSchemaError) throw badRequest(prefix + error.wireMessage);
    throw error;
  }
}

function toRow(body: CreateBody) {
  if (body.source_type === 'typescript' && !body.json_schema) {
    const msg =
      'Value error, TypeScript tools require an explicit json_schema parameter: it is not derived from the code.';
    throw invalidFields([{ type: 'value_error', loc: ['body'], msg, input: {} }]);
  }
  const derived = body.json_schema ?? { ...deriveSchema(body.source_code) };
  const name = derived['name'];
  if (typeof name !== 'string' || name === '') {
    throw invalidFields([
      { type: 'missing', loc: ['body', 'json_schema', 'name'], msg: 'Field required', input: derived },
    ]);
  }
  return {
    id: newId('tool'),
    name,
    tool_type: 'custom',
    description: body.description ?? textOrNull(derived['description']),
    source_type: body.source_type ?? 'python',
    source_code: body.source_code,
    json_schema: JSON.stringify(derived),
    args_json_schema: JSON.stringify(body.args_json_schema ?? {}),
    tags: JSON.stringify(body.tags ?? []),
    return_char_limit: body.return_char_limit ?? 50_000,
    pip_requirements: toNullableJson(body.pip_requirements),
    npm_requirements: toNullableJson(body.npm_requirements),
    default_requires_approval: toFlag(body.default_requires_approval),
    enable_parallel_execution: Number(body.enable_parallel_execution ?? false),
    metadata_: JSON.stringify({ tool_hash: toolHash(body.source_code) }),
    created_at: nowIso(),
  };
}

function toPatch(tool: ToolRow, body: z.output<typeof updateBody>): Updateable<Schema['tools']> {
  const patch: Updateable<Schema['tools']> = {};
  if (body.source_code) {
    const derived = deriveSchema(body.source_code);
    if (derived.name !== tool.name) {
      throw badRequest(
        `Tool name '${tool.name}' does not match the name in the source code, '${derived.name}'. Create a new tool for a new name.`,
      );
    }
    patch.source_code = body.source_code;
    patch.metadata_ = JSON.stringify({
      ...fromJson<object>(tool.metadata_),
      tool_hash: toolHash(body.source_code),
    });
  }
  if (body.json_schema) patch.json_schema = JSON.stringify(body.json_schema);
  if (body.args_json_schema !== undefined) patch.args_json_schema = toNullableJson(body.args_json_schema);
  if (body.description !== undefined) patch.description = body.description;
  if (body.tags) patch.tags = JSON.stringify(body.tags);
  if (body.return_char_limit) patch.return_char_limit = body.return_char_limit;
  if (body.pip_requirements !== undefined) patch.pip_requirements = toNullableJson(body.pip_requirements);
  if (body.default_requires_approval !== undefined)
    patch.default_requires_approval = toFlag(body.default_requires_approval);
  if (typeof body.enable_parallel_execution === 'boolean')
    patch.enable_parallel_execution = Number(body.enable_parallel_execution);
  return patch;
}

async function runFromSource(context: EmbeddedContext, body: z.output<typeof runBody>, signal: AbortSignal) {
  const isPython = body.source_type !== 'typescript';
  const schema = isPython ? deriveSchema(body.source_code) : { name: body.name ?? 'the function' };
  const result = isPython
    ? await runPython({
        source: body.source_code,
        functionName: schema.name,
        args: body.args,
        env: body.env_vars ?? {},
        requirements: toRequirements(body.pip_requirements ?? []),
        ...placeOfPackages(context),
        signal,
      })
    : {
        status: 'error',
        value: 'TypeScript tools cannot run on this server. Write the tool in Python.',
        stdout: '',
        stderr: '',
      };
  const value = result.status === 'success' ? result.value : `Error executing function ${schema.name}: ${result.value}`;
  const answer = {
    tool_return: value,
    status: result.status,
    tool_call_id: 'null',
    stdout: result.stdout ? [result.stdout] : [],
    stderr: result.stderr ? [result.stderr] : [],
  };
  return {
    id: 'null',
    date: messageDate(nowIso()),
    name: body.name ?? null,
    message_type: 'tool_return_message',
    otid: null,
    sender_id: null,
    step_id: null,
    is_err: null,
    seq_id: null,
    run_id: null,
    ...answer,
    tool_returns: [{ type: 'tool', ...answer }],
  };
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
