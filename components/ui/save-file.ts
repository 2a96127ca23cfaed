/** Hands a file to the person, as a download. */
export function saveFile(name: string, content: string | Blob, type: string): void {
  const url = URL.createObjectURL(typeof content === 'string' ? new Blob([content], { type }) : content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name.replaceAll(/[^\p{L}\p{N}._ -]/gu, '_').slice(0, 120);
  link.click();
  // The browser reads the file after this turn of the event loop.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
