import { readContent } from '#lib/runs/message-content.ts';
import type { TranscriptItem } from '#lib/runs/to-transcript.ts';
import type { Row } from './to-rows.ts';

/** The places of the rows whose text contains another text, whatever the case. */
export function findRows(rows: Row[], text: string): number[] {
  const wanted = text.trim().toLocaleLowerCase();
  return rows.flatMap((row, index) =>
    'item' in row && textOf(row.item).toLocaleLowerCase().includes(wanted) ? [index] : [],
  );
}

function textOf(item: TranscriptItem): string {
  switch (item.kind) {
    case 'tool': {
      const returned = item.result ? readContent(item.result.tool_return).text : '';
      return `${item.name} ${item.arguments} ${returned}`;
    }
    case 'tool-return':
      return `${item.name ?? ''} ${readContent(item.result.tool_return).text}`;
    case 'raw':
      return JSON.stringify(item.source);
    default:
      return item.text;
  }
}
