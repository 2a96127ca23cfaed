import type { LettaMessage } from '#lib/runs/letta-message.ts';
import { type ImageSource, readContent } from '#lib/runs/message-content.ts';
import { type TranscriptItem, toTranscript } from '#lib/runs/to-transcript.ts';
import { noticeTitle } from '#lib/runs/unpack-notice.ts';

/** A conversation as a Markdown document, everything in it: reasoning, calls, returns. */
export function exportMarkdown({ title, messages }: { title: string; messages: LettaMessage[] }): string {
  const parts = toTranscript(messages).items.map(toSection);
  return `# ${title}\n\n${parts.join('\n\n')}\n`;
}

function toSection(item: TranscriptItem): string {
  const date = item.source.date ? ` · ${item.source.date}` : '';
  switch (item.kind) {
    case 'user':
      return `## You${date}\n\n${item.text}${imageLines(item.images)}`;
    case 'assistant':
      return `## Agent${date}\n\n${item.text}${imageLines(item.images)}`;
    case 'system':
      return `## System${date}\n\n${fence(item.text)}`;
    case 'reasoning':
      return item.text ? `### Reasoning\n\n${quote(item.text)}` : `### Reasoning\n\n*${item.origin} by the provider*`;
    case 'tool':
      return `### Tool call: ${item.name}\n\n${fence(item.arguments, 'json')}${
        item.result ? `\n\n${returned(item.result)}` : '\n\n*No return.*'
      }`;
    case 'tool-return':
      return `### Tool return: ${item.name ?? 'unknown tool'}\n\n${returned(item.result)}`;
    case 'notice':
      return `### ${noticeTitle(item.type)}${date}\n\n${quote(item.text)}`;
    case 'agent-message':
      return `## Message from ${item.from}${date}\n\n${quote(item.text)}`;
    case 'raw':
      return `### ${item.source.message_type}\n\n${fence(JSON.stringify(item.source, null, 2), 'json')}`;
  }
}

function returned(result: { status: string; tool_return: unknown }): string {
  const { text, images } = readContent(result.tool_return);
  return `Returned (${result.status}):\n\n${fence(text)}${imageLines(images)}`;
}

/** A fence longer than any in the text, so that the text stays inside. */
function fence(text: string, language = ''): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const ticks = '`'.repeat(longest + 1);
  return `${ticks}${language}\n${text}\n${ticks}`;
}

function quote(text: string): string {
  return text.replaceAll(/^/gm, '> ');
}

function imageLines(images: ImageSource[]): string {
  return images
    .map((image) => {
      if (image.type === 'url') return `\n\nImage: <${image.url}>`;
      return image.type === 'file' ? `\n\nImage: file ${image.fileId}` : `\n\nImage: ${image.mediaType}, not included`;
    })
    .join('');
}
