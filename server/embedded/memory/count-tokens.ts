/** The approximate token count of a text, as the original counts: bytes / 4, rounded up. */
export function countTokens(text: string | null): number {
  return text === null ? 0 : Math.ceil(Buffer.byteLength(text) / 4);
}
