import type { JsonSchema } from './json-schema.ts';
import { parseDocstring } from './parse-docstring.ts';
import { childrenOf, type PythonNode, parsePython, splitAtCommas } from './parse-python.ts';
import { type ModelField, readBaseNames, readBodyDocstring, readModelFields } from './read-model-fields.ts';
import type { PythonModule } from './read-module.ts';
import { readStringLiteral } from './read-string-literal.ts';
import { type ResolvedType, resolveGeneric, resolveUnion, type TypeScope } from './resolve-generic.ts';
import { SchemaProblem } from './schema-problem.ts';

/** Where an annotation stands: `owner` begins the sentence of an error, `offset` is the place in the source it names. */
export interface TypeContext {
  module: PythonModule;
  owner: string;
  offset: number;
}

interface Place extends TypeContext {
  /** What the node's offsets count in: the source, or the inside of a quoted annotation. */
  text: string;
  depth: number;
  /** Types left to look at: names that stand for names can multiply without end. */
  budget: { left: number };
}

const MAX_DEPTH = 20;
const MAX_TYPES = 5000;
const TYPE_MODULES = ['typing', 'typing_extensions', 'collections.abc', 'collections', 'builtins', 'pydantic'];

const PLAIN_TYPES: [names: string[], schema: JsonSchema][] = [
  [['str'], { type: 'string' }],
  [['int'], { type: 'integer' }],
  [['float'], { type: 'number' }],
  [['bool'], { type: 'boolean' }],
  [['Any', 'object'], {}],
  [
    ['list', 'List', 'tuple', 'Tuple', 'Sequence', 'Iterable', 'Collection'],
    { type: 'array', items: { type: 'string' } },
  ],
  [
    ['set', 'Set', 'frozenset', 'FrozenSet', 'AbstractSet'],
    { type: 'array', items: { type: 'string' }, uniqueItems: true },
  ],
  [['dict', 'Dict', 'Mapping', 'MutableMapping', 'OrderedDict'], { type: 'object' }],
];

/** Turns an annotation of the source into a JSON schema. Throws a SchemaProblem for a type that JSON has no form of. */
export function resolveType(annotation: PythonNode, context: TypeContext): ResolvedType {
  return resolveAt(annotation, { ...context, text: context.module.text, depth: 0, budget: { left: MAX_TYPES } });
}

function resolveAt(node: PythonNode, place: Place): ResolvedType {
  place.budget.left -= 1;
  if (place.depth > MAX_DEPTH || place.budget.left < 0) {
    throw problem(place, 'has a type that contains itself or nests too deep');
  }
  switch (node.name) {
    case 'None':
      return { schema: { type: 'null' }, optional: true };
    case 'ParenthesizedExpression':
      return resolveUnion(childrenOf(node).slice(1, -1), scopeOf(place));
    case 'String':
    case 'ContinuedString':
      return resolveQuoted(node, place);
    case 'BinaryExpression':
      return resolveAlternatives(node, place);
    case 'VariableName':
      return resolveName(node, place);
    case 'MemberExpression':
      return node.getChild('[') ? resolveSubscript(node, place) : resolveName(node, place);
    default:
      throw unknownType(node, place);
  }
}

function resolveQuoted(node: PythonNode, place: Place): ResolvedType {
  const quoted = readStringLiteral(node, place.text)?.trim() ?? '';
  const expression = parseQuoted(quoted)?.getChild('ExpressionStatement')?.firstChild;
  if (!expression) throw unknownType(node, place);
  return resolveAt(expression, { ...place, text: quoted, depth: place.depth + 1 });
}

function parseQuoted(quoted: string): PythonNode | null {
  try {
    return parsePython(quoted);
  } catch (error) {
    if (error instanceof SchemaProblem) return null;
    throw error;
  }
}

function resolveAlternatives(node: PythonNode, place: Place): ResolvedType {
  const types: PythonNode[] = [];
  let rest = node;
  while (rest.name === 'BinaryExpression') {
    const [left, operator, right] = childrenOf(rest);
    const isUnion = operator && place.text.slice(operator.from, operator.to) === '|';
    if (!left || !right || !isUnion) throw unknownType(node, place);
    types.unshift(right);
    rest = left;
  }
  return resolveUnion([rest, ...types], scopeOf(place));
}

function resolveSubscript(node: PythonNode, place: Place): ResolvedType {
  const [base, , ...rest] = childrenOf(node);
  const types = splitAtCommas(rest.slice(0, -1)).flatMap((item) => item.slice(0, 1));
  const resolved = base ? resolveGeneric(readName(base, place), types, scopeOf(place)) : null;
  if (!resolved) throw unknownType(node, place);
  return resolved;
}

function resolveName(node: PythonNode, place: Place): ResolvedType {
  const name = readName(node, place);
  const { module } = place;
  const alias = module.aliases.get(name);
  if (alias) return resolveAt(alias, { ...place, text: module.text, depth: place.depth + 1 });
  const fields = collectFields(name, place);
  if (fields) return { schema: describeModel(name, fields, place), optional: false };
  const plain = PLAIN_TYPES.find(([names]) => names.includes(name))?.[1];
  if (!plain || module.classes.has(name)) throw unknownType(node, place);
  return { schema: plain, optional: false };
}

/** `t.List` after `import typing as t` is `List`; a name of any other module stays as it is written. */
function readName(node: PythonNode, place: Place): string {
  const written = place.text.slice(node.from, node.to);
  const [root = '', ...path] = written.split('.');
  const name = [place.module.imports.get(root) ?? root, ...path].join('.');
  const prefix = TYPE_MODULES.find(
    (module) => name.startsWith(`${module}.`) && !name.slice(module.length + 1).includes('.'),
  );
  return prefix === undefined ? name : name.slice(prefix.length + 1);
}

/** The fields of a pydantic model and of the models it extends; null if the name is no model of this source. */
function collectFields(name: string, place: Place, seen: string[] = []): ModelField[] | null {
  const { module } = place;
  const definition = module.classes.get(name);
  if (!definition || seen.includes(name)) return null;
  const bases = readBaseNames(definition, module.text).map((base) => module.imports.get(base) ?? base);
  const inherited = bases.map((base) =>
    /^(?:pydantic\.)?BaseModel$/.test(base) ? [] : collectFields(base, place, [...seen, name]),
  );
  const known = inherited.filter((fields) => fields !== null);
  if (known.length === 0) return null;
  const fields = [...known.flat(), ...readModelFields(definition, module.text)];
  return [...new Map(fields.map((field) => [field.name, field])).values()];
}

function describeModel(name: string, fields: ModelField[], place: Place): JsonSchema {
  const { module } = place;
  const properties = fields.map((field): [string, JsonSchema] => [field.name, describeField(name, field, place)]);
  const definition = module.classes.get(name);
  const docstring = definition ? readBodyDocstring(definition, module.text) : null;
  const { description } = parseDocstring(docstring ?? '');
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    required: fields.filter(({ required }) => required).map((field) => field.name),
    ...(description ? { description } : {}),
  };
}

function describeField(model: string, field: ModelField, place: Place): JsonSchema {
  const { module, depth } = place;
  const owner = `${place.owner.replace(/, field '.*',$/, '')}, field '${model}.${field.name}',`;
  const resolved = resolveAt(field.annotation, { ...place, owner, text: module.text, depth: depth + 1 });
  const description = field.description ?? resolved.description;
  return { ...resolved.schema, ...(description ? { description } : {}) };
}

function scopeOf(place: Place): TypeScope {
  return {
    text: place.text,
    resolve: (type) => resolveAt(type, { ...place, depth: place.depth + 1 }),
    problem: (message) => problem(place, message),
  };
}

function unknownType(node: PythonNode, place: Place): SchemaProblem {
  const written = place.text.slice(node.from, node.to);
  return problem(
    place,
    `has the type '${written}', which no JSON value fits. Use str, int, float, bool, list, dict, Literal, Optional or a pydantic model of this source`,
  );
}

function problem(place: Place, message: string): SchemaProblem {
  return new SchemaProblem('value', `${place.owner} ${message}`, place.offset);
}
