/** Memories as a file that can be imported again. */
export function toMemoriesFile(memories: { text: string; tags: string[]; createdAt: string }[]): string {
  const passages = memories.map(({ text, tags, createdAt }) => ({ text, tags, created_at: createdAt }));
  return JSON.stringify({ passages }, null, 2);
}
