import type { McpCallResult } from './open-connection.ts';

/** What the agent reads of a result: the texts, and for what is no text what it was. */
export function resultText(result: McpCallResult): string {
  const parts = result.content.map(partText).filter((text) => text !== '');
  if (parts.length > 0) return parts.join('\n');
  return result.structuredContent ? JSON.stringify(result.structuredContent) : 'Empty response from tool';
}

function partText(part: McpCallResult['content'][number]): string {
  switch (part.type) {
    case 'text':
      return part.text;
    case 'image':
    case 'audio':
      return `[${part.type}: ${part.mimeType}, ${Math.ceil((part.data.length * 3) / 4 / 1024)} KB]`;
    case 'resource':
      return 'text' in part.resource ? part.resource.text : `[resource: ${part.resource.uri}]`;
    case 'resource_link':
      return `[link: ${part.name}, ${part.uri}]`;
  }
}
