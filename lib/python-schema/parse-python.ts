import { parser } from '@lezer/python';
import { rewriteUnparsedSyntax } from './rewrite-unparsed-syntax.ts';
import { SchemaProblem } from './schema-problem.ts';

export type PythonTree = ReturnType<typeof parser.parse>;
export type PythonNode = PythonTree['topNode'];

/**
 * Parses Python source (newlines as `\n`). Throws a SchemaProblem at the first syntax error; the offsets of the tree are
 * offsets in `text`.
 */
export function parsePython(text: string): PythonNode {
  let tree = parser.parse(text);
  let errorAt = findSyntaxError(tree, text);
  if (errorAt !== null) {
    tree = parser.parse(rewriteUnparsedSyntax(text, findQuietRanges(tree)));
    errorAt = findSyntaxError(tree, text);
  }
  if (errorAt === null) return tree.topNode;
  const line = text.slice(0, errorAt).split('\n').length;
  throw new SchemaProblem('source', `Failed to parse source code: invalid syntax (<unknown>, line ${line})`, errorAt);
}

/** The direct children of a node, comments left out. */
export function childrenOf(node: PythonNode): PythonNode[] {
  const children: PythonNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (child.name !== 'Comment') children.push(child);
  }
  return children;
}

/** Splits the children between the brackets of a list, `(a, b=1)`, into one array of nodes per item. */
export function splitAtCommas(nodes: PythonNode[]): PythonNode[][] {
  const items: PythonNode[][] = [[]];
  for (const node of nodes) {
    if (node.name === ',') items.push([]);
    else items.at(-1)?.push(node);
  }
  return items.filter((item) => item.length > 0);
}

function findSyntaxError(tree: PythonTree, text: string): number | null {
  let errorAt: number | null = null;
  tree.iterate({
    enter(node) {
      if (errorAt !== null) return false;
      if (node.name === 'PrintStatement') errorAt = node.from;
      else if (node.type.isError) errorAt = placeError(node.node, text);
      else if (node.name === 'String' && !isTerminated(text.slice(node.from, node.to))) errorAt = node.from;
      return errorAt === null;
    },
  });
  return errorAt;
}

/** The parser notices an error where it can go no further, often lines below: what it waited for ended earlier. */
function placeError(error: PythonNode, text: string): number {
  if (error.to > error.from || error.prevSibling?.name === ':') return error.from;
  return text.slice(0, error.from).trimEnd().length;
}

function isTerminated(literal: string): boolean {
  const [, quote, rest] = /^[a-z]*("""|'''|"|')([\s\S]*)$/i.exec(literal) ?? [];
  return quote === undefined || (rest ?? '').endsWith(quote);
}

function findQuietRanges(tree: PythonTree): { from: number; to: number }[] {
  const ranges: { from: number; to: number }[] = [];
  tree.iterate({
    enter(node) {
      if (!['String', 'FormatString', 'Comment'].includes(node.name)) return true;
      ranges.push({ from: node.from, to: node.to });
      return false;
    },
  });
  return ranges;
}
