import { hashKey } from '@tanstack/react-query';
import type { ToolTrial } from '#lib/letta/tool-runs.ts';
import type { Tool } from '#lib/letta/tools.ts';
import { derivePythonSchema, PythonSchemaError } from '#lib/python-schema/derive-python-schema.ts';

/** A tool as it is being written. */
export interface ToolDraft {
  source: string;
  sourceType: 'python' | 'typescript';
  /** The schema as JSON text where it is not read from the source; null where it is. */
  schemaText: string | null;
  tags: string[];
  /** One requirement a line: `name` or `name==1.2`. */
  requirements: string;
  returnLimit: string;
  asksFirst: boolean;
  runsInParallel: boolean;
}

const TEMPLATE = `def my_tool(text: str) -> str:
    """
    Say in a sentence what the tool does: the model reads this.

    Args:
        text (str): What this argument means.
    """
    return text.upper()
`;

/** What a new tool begins with. */
export const NEW_TOOL: ToolDraft = {
  source: TEMPLATE,
  sourceType: 'python',
  schemaText: null,
  tags: [],
  requirements: '',
  returnLimit: '50000',
  asksFirst: false,
  runsInParallel: false,
};

/** A saved tool as a draft. A schema that the source gives by itself is not an override. */
export function toDraft(tool: Tool): ToolDraft {
  const source = tool.source_code ?? '';
  const saved = JSON.stringify(tool.json_schema ?? {}, null, 2);
  const derived = deriveSchema(source);
  const isDerived = derived.ok && hashKey([derived.schema]) === hashKey([withoutServerParts(tool.json_schema ?? {})]);
  return {
    source,
    sourceType: tool.source_type === 'typescript' ? 'typescript' : 'python',
    schemaText: isDerived ? null : saved,
    tags: tool.tags ?? [],
    requirements: (tool.pip_requirements ?? [])
      .map(({ name, version }) => (version ? `${name}==${version}` : name))
      .join('\n'),
    returnLimit: String(tool.return_char_limit ?? ''),
    asksFirst: tool.default_requires_approval === true,
    runsInParallel: tool.enable_parallel_execution === true,
  };
}

/** Reads a draft that this page kept; null when it cannot be read. What an older page did not keep is as in a new tool. */
export function parseDraft(json: string): ToolDraft | null {
  try {
    const kept: unknown = JSON.parse(json);
    const isDraft = typeof kept === 'object' && kept !== null && 'source' in kept && typeof kept.source === 'string';
    return isDraft ? ({ ...NEW_TOOL, ...kept } as ToolDraft) : null;
  } catch {
    return null;
  }
}

export type SchemaReading =
  | { ok: true; name: string; schema: Record<string, unknown> }
  | { ok: false; message: string; line: number | null; column: number };

/** The schema of a draft: its override, or what its Python source gives, as the server will read it. */
export function readSchema({ source, sourceType, schemaText }: ToolDraft): SchemaReading {
  if (schemaText !== null) return parseOverride(schemaText);
  if (sourceType === 'typescript')
    return { ok: false, message: 'TypeScript needs a schema of your own: enter it below.', line: null, column: 1 };
  return deriveSchema(source);
}

/** The body that saves a draft. The schema goes along: servers do not read it anew from changed source. */
export function toParams(draft: ToolDraft, schema: Record<string, unknown>) {
  return {
    source_code: draft.source,
    source_type: draft.sourceType,
    json_schema: schema,
    tags: draft.tags,
    pip_requirements: readRequirements(draft.requirements),
    return_char_limit: Number(draft.returnLimit),
    default_requires_approval: draft.asksFirst,
    enable_parallel_execution: draft.runsInParallel,
  };
}

/** A call of a draft, as the server runs it without saving it. Throws when its schema is not JSON. */
export function toTrial(draft: ToolDraft, args: Record<string, unknown>, env: Record<string, string> = {}): ToolTrial {
  return {
    source: draft.source,
    sourceType: draft.sourceType,
    args,
    env,
    jsonSchema: draft.schemaText === null ? null : (JSON.parse(draft.schemaText) as Record<string, unknown>),
    pipRequirements: readRequirements(draft.requirements),
  };
}

/** Requirements as the API takes them. */
function readRequirements(text: string): { name: string; version?: string }[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => {
      const [name = '', version] = line.split('==').map((part) => part.trim());
      return version ? { name, version } : { name };
    });
}

/** Why a draft's settings cannot be saved. */
export function limitProblem({ returnLimit }: ToolDraft): string | undefined {
  const limit = Number(returnLimit);
  return Number.isInteger(limit) && limit >= 1 && limit <= 1_000_000
    ? undefined
    : 'Enter a whole number from 1 to 1,000,000.';
}

function deriveSchema(source: string): SchemaReading {
  try {
    const schema = derivePythonSchema(source);
    return { ok: true, name: schema.name, schema: { ...schema } };
  } catch (error) {
    if (!(error instanceof PythonSchemaError)) throw error;
    return { ok: false, message: error.message, line: error.line, column: error.column };
  }
}

function parseOverride(text: string): SchemaReading {
  try {
    const schema: unknown = JSON.parse(text);
    if (typeof schema === 'object' && schema !== null && 'name' in schema && typeof schema.name === 'string')
      return { ok: true, name: schema.name, schema: { ...schema } };
    return { ok: false, message: 'The schema needs a "name": the name of the function.', line: null, column: 1 };
  } catch (error) {
    const words = error instanceof Error ? error.message : '';
    return { ok: false, message: `The schema is not JSON. ${words}`, line: null, column: 1 };
  }
}

/** Servers add a heartbeat to the arguments of some tools. */
function withoutServerParts(schema: object): unknown {
  return JSON.parse(JSON.stringify(schema, (key, value) => (key === 'request_heartbeat' ? undefined : value)));
}
