/** An image of a message, as it was given. `letta` images lie at the server under an id. */
export type ImageSource =
  | { type: 'base64'; mediaType: string; data: string }
  | { type: 'url'; url: string }
  | { type: 'file'; fileId: string };

/** What a content holds: its text, and its images in order. */
export interface MessageContent {
  text: string;
  images: ImageSource[];
}

/** Reads a content that is a string or a list of parts. Parts of an unknown type are shown as JSON. */
export function readContent(content: unknown): MessageContent {
  if (typeof content === 'string') return { text: content, images: [] };
  if (!Array.isArray(content)) {
    return { text: content === null || content === undefined ? '' : JSON.stringify(content, null, 2), images: [] };
  }
  const images: ImageSource[] = [];
  const texts: string[] = [];
  for (const part of content) {
    const image = readImage(part);
    if (image) images.push(image);
    else if (isRecord(part) && typeof part['text'] === 'string') texts.push(part['text']);
    else texts.push(typeof part === 'string' ? part : JSON.stringify(part, null, 2));
  }
  return { text: texts.join('\n'), images };
}

function readImage(part: unknown): ImageSource | null {
  if (!isRecord(part) || part['type'] !== 'image' || !isRecord(part['source'])) return null;
  const { type, url, data, media_type: mediaType, file_id: fileId } = part['source'];
  if (typeof data === 'string' && data !== '')
    return { type: 'base64', mediaType: typeof mediaType === 'string' ? mediaType : 'image/png', data };
  if (type === 'url' && typeof url === 'string') return { type: 'url', url };
  return typeof fileId === 'string' ? { type: 'file', fileId } : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
