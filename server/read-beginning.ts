/** The beginning of a body as text, a little more than `most` bytes of it: one that has no end is not waited for. */
export async function readBeginning(body: AsyncIterable<unknown> | null, most: number): Promise<string> {
  const decoder = new TextDecoder();
  let size = 0;
  let text = '';
  for await (const chunk of body ?? []) {
    const bytes = chunk as Uint8Array;
    size += bytes.length;
    text += decoder.decode(bytes, { stream: true });
    if (size > most) break;
  }
  return text + decoder.decode();
}
