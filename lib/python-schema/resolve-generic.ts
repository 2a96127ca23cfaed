import type { JsonSchema } from './json-schema.ts';
import type { PythonNode } from './parse-python.ts';
import { readFieldDescription } from './read-model-fields.ts';
import { readStringLiteral } from './read-string-literal.ts';
import type { SchemaProblem } from './schema-problem.ts';

/** What a type annotation means. */
export interface ResolvedType {
  schema: JsonSchema;
  /** None is allowed, so the argument may be left out. */
  optional: boolean;
  /** What `Annotated` says about it. */
  description?: string;
}

/** What a generic type needs to know about the place it stands in. */
export interface TypeScope {
  text: string;
  resolve(type: PythonNode): ResolvedType;
  /** An error about this annotation; the message goes on after its owner: `Parameter 'x' in function 'y' …`. */
  problem(message: string): SchemaProblem;
}

type Generic = (types: PythonNode[], scope: TypeScope) => ResolvedType;

const GENERICS: [names: string[], generic: Generic][] = [
  [['list', 'List', 'Sequence', 'MutableSequence', 'Iterable', 'Collection'], resolveArray],
  [['set', 'Set', 'frozenset', 'FrozenSet', 'AbstractSet', 'MutableSet'], resolveSet],
  [['dict', 'Dict', 'Mapping', 'MutableMapping', 'DefaultDict', 'OrderedDict'], resolveDict],
  [['tuple', 'Tuple'], resolveTuple],
  [['Union'], resolveUnion],
  [['Optional'], (types, scope) => ({ ...resolveUnion(types, scope), optional: true })],
  [['Literal'], resolveLiteral],
  [['Annotated'], resolveAnnotated],
  [['Final', 'Required'], resolveFirst],
];

/** The meaning of `name[types]`; null if `name` is no generic type we know. */
export function resolveGeneric(name: string, types: PythonNode[], scope: TypeScope): ResolvedType | null {
  const generic = GENERICS.find(([names]) => names.includes(name))?.[1];
  return generic ? generic(types, scope) : null;
}

/** The meaning of a choice between types. None among them makes it optional and is not listed, as in the original. */
export function resolveUnion(types: PythonNode[], scope: TypeScope): ResolvedType {
  return joinTypes(types.map((type) => scope.resolve(type)));
}

function joinTypes(members: ResolvedType[]): ResolvedType {
  const schemas = members.flatMap(({ schema }) => schema.anyOf ?? [schema]).filter(({ type }) => type !== 'null');
  const distinct = [...new Map(schemas.map((schema) => [JSON.stringify(schema), schema])).values()];
  const optional = members.some((member) => member.optional);
  const [first = { type: 'null' }, ...others] = distinct;
  return { schema: others.length === 0 ? first : { anyOf: distinct }, optional };
}

function resolveFirst([first]: PythonNode[], scope: TypeScope): ResolvedType {
  if (!first) throw scope.problem('has an empty type');
  return scope.resolve(first);
}

function resolveArray(types: PythonNode[], scope: TypeScope): ResolvedType {
  return requiredType({ type: 'array', items: resolveFirst(types, scope).schema });
}

function resolveSet(types: PythonNode[], scope: TypeScope): ResolvedType {
  return requiredType({ ...resolveArray(types, scope).schema, uniqueItems: true });
}

function resolveDict([key, value]: PythonNode[], scope: TypeScope): ResolvedType {
  if (!key || !value) throw scope.problem('has a dictionary type without a key type and a value type');
  const keyType = scope.resolve(key).schema.type;
  if (keyType !== undefined && keyType !== 'string') {
    throw scope.problem('has a dictionary type whose keys are not strings, which JSON does not have');
  }
  return requiredType({ type: 'object', additionalProperties: scope.resolve(value).schema });
}

function resolveTuple(types: PythonNode[], scope: TypeScope): ResolvedType {
  if (types[1]?.name === 'Ellipsis') return resolveArray(types, scope);
  const members = types.map((type) => scope.resolve(type));
  // Model providers refuse an array without items, whatever prefixItems says.
  const items = joinTypes(members).schema;
  const prefixItems = members.map(({ schema }) => schema);
  return requiredType({ type: 'array', prefixItems, items, minItems: types.length, maxItems: types.length });
}

function resolveLiteral(types: PythonNode[], scope: TypeScope): ResolvedType {
  const values = types.map((type) => readLiteralValue(type, scope));
  const choices = values.filter((value) => value !== null);
  const [kind, ...otherKinds] = new Set(choices.map(kindOf));
  const schema: JsonSchema = kind && otherKinds.length === 0 ? { type: kind, enum: choices } : { enum: choices };
  return { schema, optional: values.includes(null) };
}

function kindOf(value: string | number | boolean): 'string' | 'integer' | 'boolean' {
  if (typeof value === 'number') return 'integer';
  return typeof value === 'string' ? 'string' : 'boolean';
}

function readLiteralValue(node: PythonNode, scope: TypeScope): string | number | boolean | null {
  const written = scope.text.slice(node.from, node.to);
  if (node.name === 'None') return null;
  if (node.name === 'Boolean') return written === 'True';
  if (/^-?(?:\d[\d_]*|0[xob][\da-f_]+)$/i.test(written)) {
    const digits = written.replaceAll('_', '');
    return digits.startsWith('-') ? -Number(digits.slice(1)) : Number(digits);
  }
  const value = readStringLiteral(node, scope.text);
  if (value === null) throw scope.problem(`has a Literal value that JSON cannot hold: ${written}`);
  return value;
}

function resolveAnnotated(types: PythonNode[], scope: TypeScope): ResolvedType {
  const notes = types.slice(1);
  const texts = notes.map((note) => readStringLiteral(note, scope.text) ?? readFieldDescription(note, scope.text));
  const description = texts.find((text) => text !== null);
  return { ...resolveFirst(types, scope), ...(description ? { description } : {}) };
}

function requiredType(schema: JsonSchema): ResolvedType {
  return { schema, optional: false };
}
