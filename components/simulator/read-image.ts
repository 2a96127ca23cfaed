import { formatBytes } from '#lib/format.ts';
import { randomId } from '#lib/random-id.ts';
import type { Attachment } from './attachments-store.ts';

const TYPES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];
/** With base64 a third more; the server takes requests of 25 MB. */
const MOST_BYTES = 15 * 1024 * 1024;

/** A file as an attachment. Throws a sentence when it cannot be one. */
export async function readImage(file: File): Promise<Attachment> {
  const name = file.name || 'pasted image';
  if (!TYPES.includes(file.type))
    throw new Error(`${name} is not a PNG, JPEG, GIF or WebP image. Attach one of these.`);
  if (file.size > MOST_BYTES)
    throw new Error(`${name} is ${formatBytes(file.size)}. Attach images of at most ${formatBytes(MOST_BYTES)}.`);
  const data = await toBase64(file);
  return {
    id: randomId(),
    name,
    part: { type: 'image', source: { type: 'base64', media_type: file.type, data } },
  };
}

/** An image by its address, which the server of the agent loads. Throws a sentence for anything but http(s). */
export function imageByUrl(address: string): Attachment {
  const url = URL.parse(address.trim());
  if (!url || !['http:', 'https:'].includes(url.protocol))
    throw new Error('Enter a whole address that begins with http:// or https://.');
  return {
    id: randomId(),
    name: url.href,
    part: { type: 'image', source: { type: 'url', url: url.href } },
  };
}

function toBase64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''));
    reader.onerror = () => reject(new Error(`${file.name} could not be read. Try it once more.`));
    reader.readAsDataURL(file);
  });
}
