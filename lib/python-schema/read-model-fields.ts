import { parseDocstring } from './parse-docstring.ts';
import { childrenOf, type PythonNode, splitAtCommas } from './parse-python.ts';
import { readStringLiteral } from './read-string-literal.ts';

export interface ModelField {
  name: string;
  annotation: PythonNode;
  description: string | null;
  required: boolean;
}

/** The docstring of a function or class body; null if its first statement is not a string. */
export function readBodyDocstring(definition: PythonNode, text: string): string | null {
  const body = definition.getChild('Body');
  const first = body ? childrenOf(body).find((node) => node.name !== ':') : undefined;
  const value = first?.name === 'ExpressionStatement' ? first.firstChild : null;
  return value ? readStringLiteral(value, text) : null;
}

/** The base classes of a class as they are written, keyword arguments left out. */
export function readBaseNames(definition: PythonNode, text: string): string[] {
  const list = definition.getChild('ArgList');
  return readArguments(list, text).flatMap(({ name, value }) =>
    name === null ? [text.slice(value.from, value.to)] : [],
  );
}

/** The annotated fields of a pydantic model, private names left out. */
export function readModelFields(definition: PythonNode, text: string): ModelField[] {
  const documented = parseDocstring(readBodyDocstring(definition, text) ?? '').parameters;
  const body = definition.getChild('Body');
  return (body ? childrenOf(body) : []).flatMap((statement) => {
    const field = statement.name === 'AssignStatement' ? readField(statement, text) : null;
    if (!field || isNoField(field, text)) return [];
    return [{ ...field, description: field.description ?? documented.get(field.name) ?? null }];
  });
}

/** The description in a `Field(…, description="…")` call; null for any other expression. */
export function readFieldDescription(call: PythonNode, text: string): string | null {
  const value = readFieldArguments(call, text)?.find(({ name }) => name === 'description')?.value;
  return value ? readStringLiteral(value, text) : null;
}

function isNoField({ name, annotation }: ModelField, text: string): boolean {
  return /^_|^model_config$/.test(name) || /\bClassVar\b/.test(text.slice(annotation.from, annotation.to));
}

function readField(statement: PythonNode, text: string): ModelField | null {
  const [target, type, , value] = childrenOf(statement);
  const annotation = type?.name === 'TypeDef' ? childrenOf(type).at(-1) : undefined;
  if (target?.name !== 'VariableName' || !annotation) return null;
  return {
    name: text.slice(target.from, target.to),
    annotation,
    description: value ? readFieldDescription(value, text) : null,
    required: value === undefined || isRequiredDefault(value, text),
  };
}

function isRequiredDefault(value: PythonNode, text: string): boolean {
  if (value.name === 'Ellipsis') return true;
  const given = readFieldArguments(value, text);
  if (!given) return false;
  const fallback = given.find(({ name }) => name === null || name === 'default' || name === 'default_factory');
  return fallback === undefined || fallback.value.name === 'Ellipsis';
}

function readFieldArguments(call: PythonNode, text: string): CallArgument[] | null {
  const callee = call.name === 'CallExpression' ? call.firstChild : null;
  if (!callee || !/(?:^|\.)Field$/.test(text.slice(callee.from, callee.to))) return null;
  return readArguments(call.getChild('ArgList'), text);
}

interface CallArgument {
  /** Null for a positional argument. */
  name: string | null;
  value: PythonNode;
}

function readArguments(list: PythonNode | null, text: string): CallArgument[] {
  const inside = list ? childrenOf(list).slice(1, -1) : [];
  return splitAtCommas(inside).flatMap(([first, operator, value]): CallArgument[] => {
    if (operator?.name === 'AssignOp' && first && value) return [{ name: text.slice(first.from, first.to), value }];
    return first && operator === undefined ? [{ name: null, value: first }] : [];
  });
}
