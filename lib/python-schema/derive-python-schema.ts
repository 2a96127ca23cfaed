import type { JsonSchema } from './json-schema.ts';
import { type Docstring, parseDocstring } from './parse-docstring.ts';
import { childrenOf, type PythonNode, parsePython, splitAtCommas } from './parse-python.ts';
import { readBodyDocstring } from './read-model-fields.ts';
import { type PythonModule, readDefinedName, readModule } from './read-module.ts';
import { resolveType } from './resolve-type.ts';
import { SchemaProblem, type SchemaProblemKind } from './schema-problem.ts';

/** A tool as a model sees it. */
export interface ToolSchema {
  name: string;
  description: string;
  parameters: { type: 'object'; properties: Record<string, JsonSchema>; required: string[] };
}

interface Parameter {
  name: string;
  annotation: PythonNode | null;
  hasDefault: boolean;
  offset: number;
}

const WIRE_PREFIXES: Record<SchemaProblemKind, string> = {
  source: '',
  type: 'Type error in schema generation: ',
  value: 'Value error in schema generation: ',
};

/** Why a source gives no tool schema. `line` and `column` count from 1 and point at the cause. */
export class PythonSchemaError extends Error {
  readonly line: number;
  readonly column: number;
  /** The message as a Letta server words it after "Schema generation failed: ". */
  readonly wireMessage: string;

  constructor({ message, kind, offset }: SchemaProblem, text: string) {
    super(message);
    this.name = 'PythonSchemaError';
    const lines = text.slice(0, offset).split('\n');
    this.line = lines.length;
    this.column = (lines.at(-1) ?? '').length + 1;
    this.wireMessage = WIRE_PREFIXES[kind] + message;
  }
}

/**
 * Derives the tool schema of the last top-level function of a Python source from its signature and docstring, as a Letta
 * server does. Nothing is executed. Throws a PythonSchemaError.
 */
export function derivePythonSchema(source: string): ToolSchema {
  const text = source.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  try {
    return describeTool(readModule(parsePython(text), text));
  } catch (error) {
    throw error instanceof SchemaProblem ? new PythonSchemaError(error, text) : error;
  }
}

function describeTool(module: PythonModule): ToolSchema {
  const definition = module.functions.at(-1);
  if (!definition) throw new SchemaProblem('source', 'No function found. Write one with def at the left margin', 0);
  const name = readDefinedName(definition, module.text);
  const docstring = readBodyDocstring(definition, module.text);
  if (!docstring?.trim()) {
    throw new SchemaProblem('source', `Function ${name} missing docstring`, definition.from);
  }
  const documented = parseDocstring(docstring);
  const parameters = readParameters(definition, module.text).filter(({ name: own }) => !isInjected(own));
  const described = parameters.map((parameter) => describeParameter(parameter, name, { module, documented }));
  return {
    name,
    description: describeFunction(documented, docstring),
    parameters: {
      type: 'object',
      properties: Object.fromEntries(described.map((parameter) => [parameter.name, parameter.schema])),
      required: described.filter(({ required }) => required).map((parameter) => parameter.name),
    },
  };
}

function isInjected(parameter: string): boolean {
  return parameter === 'self' || parameter === 'agent_state';
}

/** The named parameters; `*args` and `**kwargs` are left out, as no model could fill them. */
function readParameters(definition: PythonNode, text: string): Parameter[] {
  const list = definition.getChild('ParamList');
  return splitAtCommas(list ? childrenOf(list).slice(1, -1) : []).flatMap((nodes) => {
    const [name] = nodes;
    if (name?.name !== 'VariableName') return [];
    return [
      {
        name: text.slice(name.from, name.to),
        annotation: readAnnotation(nodes),
        hasDefault: nodes.some((node) => node.name === 'AssignOp'),
        offset: name.from,
      },
    ];
  });
}

function readAnnotation(parameter: PythonNode[]): PythonNode | null {
  const type = parameter.find((node) => node.name === 'TypeDef');
  return type ? (childrenOf(type).at(-1) ?? null) : null;
}

function describeParameter(
  { name, annotation, hasDefault, offset }: Parameter,
  functionName: string,
  { module, documented }: { module: PythonModule; documented: Docstring },
): { name: string; schema: JsonSchema; required: boolean } {
  const owner = `Parameter '${name}' in function '${functionName}'`;
  if (!annotation) throw new SchemaProblem('type', `${owner} lacks a type annotation`, offset);
  const type = resolveType(annotation, { module, owner, offset: annotation.from });
  const description = documented.parameters.get(name) || type.description;
  if (!description) throw new SchemaProblem('value', `${owner} lacks a description in the docstring`, offset);
  return { name, schema: { ...type.schema, description }, required: !hasDefault && !type.optional };
}

function describeFunction({ description }: Docstring, docstring: string): string {
  const examples = description.includes('Examples:') ? null : extractExamples(docstring);
  return [description || 'No description.', ...(examples ? [examples] : [])].join('\n\n');
}

/** The original shows a model the examples too: from their title to the end of the docstring, indentation kept. */
function extractExamples(docstring: string): string | null {
  const lines = docstring.trim().split('\n');
  const start = lines.findIndex((line) => line.trim().startsWith('Examples:'));
  if (start < 0) return null;
  const length = lines.slice(start + 1).findIndex((line) => /^\S.*:\s*$/.test(line));
  return lines
    .slice(start, length < 0 ? undefined : start + 1 + length)
    .join('\n')
    .trim();
}
