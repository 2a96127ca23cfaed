import { childrenOf, type PythonNode } from './parse-python.ts';

const SINGLE_ESCAPES = new Map([
  ['\n', ''],
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
]);

/** The value of a string expression, adjacent literals and brackets included; null for bytes, f-strings and the rest. */
export function readStringLiteral(expression: PythonNode, text: string): string | null {
  const node = unwrap(expression);
  if (node.name === 'String') return decodeLiteral(text.slice(node.from, node.to));
  if (node.name === 'ContinuedString') {
    const parts = childrenOf(node).map((part) => readStringLiteral(part, text));
    return parts.some((part) => part === null) ? null : parts.join('');
  }
  return null;
}

/** The expression inside any brackets around it. */
function unwrap(expression: PythonNode): PythonNode {
  let node = expression;
  while (node.name === 'ParenthesizedExpression') {
    const inner = childrenOf(node)[1];
    if (!inner) break;
    node = inner;
  }
  return node;
}

function decodeLiteral(literal: string): string | null {
  const [, prefix = '', quote = '', rest = ''] = /^([a-z]*)("""|'''|"|')([\s\S]*)$/i.exec(literal) ?? [];
  if (quote === '' || /[bft]/i.test(prefix)) return null;
  const body = rest.slice(0, -quote.length);
  return /r/i.test(prefix) ? body : body.replace(/\\([0-7]{1,3}|x.{2}|u.{4}|U.{8}|[\s\S])/g, decodeEscape);
}

function decodeEscape(whole: string, code: string): string {
  const single = SINGLE_ESCAPES.get(code);
  if (single !== undefined) return single;
  const point = /^[0-7]/.test(code) ? Number.parseInt(code, 8) : Number.parseInt(code.slice(1), 16);
  return Number.isNaN(point) || point > 0x10ffff ? whole : String.fromCodePoint(point);
}
