import { splitInvisibles } from '#lib/invisible-characters.ts';

/** As much of a tree of HTML as is needed here. */
interface Node {
  type: string;
  value?: string;
  tagName?: string;
  properties?: Record<string, unknown>;
  children?: Node[];
}

/** A rehype plugin that marks hidden characters, as VisibleText does. */
export function markInvisibles() {
  return (tree: Node) => markWithin(tree);
}

function markWithin(node: Node): void {
  // A block of code is read as one text by what colours and copies it.
  if (!node.children || node.tagName === 'pre') return;
  for (const child of node.children) markWithin(child);
  node.children = node.children.flatMap((child) => (child.type === 'text' ? splitNode(child.value ?? '') : [child]));
}

function splitNode(text: string): Node[] {
  return splitInvisibles(text).map(({ text: value, mark }) => {
    const piece: Node = { type: 'text', value };
    if (mark === null) return piece;
    return {
      type: 'element',
      tagName: 'span',
      properties: { className: ['invisible-mark'], dataMark: mark },
      children: [piece],
    };
  });
}
