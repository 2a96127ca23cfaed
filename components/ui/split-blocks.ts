import { lexer } from 'marked';

/** Of the blocks at the end, how many may still change their shape when more text comes. */
const UNSETTLED = 2;

/**
 * Cuts Markdown into its blocks, again and again while the text grows: only what may still change is read anew, so that
 * a long message costs no more than its end.
 */
export function createBlockSplitter(): (text: string) => string[] {
  let blocks: string[] = [];
  let before = '';
  return (text) => {
    // Drawn again for another reason than more text.
    if (text === before) return blocks;
    const isGrown = before !== '' && text.startsWith(before);
    const settled = isGrown ? blocks.slice(0, -UNSETTLED) : [];
    const offset = settled.reduce((length, block) => length + block.length, 0);
    blocks = [...settled, ...splitBlocks(text.slice(offset))];
    before = text;
    return blocks;
  };
}

/** The blocks of a Markdown text; joined they are the text. */
export function splitBlocks(text: string): string[] {
  const blocks: string[] = [];
  let end = 0;
  for (const token of lexer(text)) {
    // The lexer tidies white space in its pieces; their lengths are still those of the text.
    blocks.push(text.slice(end, end + token.raw.length));
    end += token.raw.length;
  }
  return end === text.length ? blocks : [text];
}
