/** SQLite's primary result codes, and what they mean for a person. */
const SENTENCES: Record<number, string> = {
  5: 'Another process is using the data of this server. Stop it, and try again.',
  8: 'The data folder cannot be written, so nothing was saved. Check its permissions and whether its disk is read-only.',
  10: 'The disk failed while data was read or written, so nothing was saved. Check the disk, and restore a backup if need be.',
  11: 'The database file is damaged. Stop the server and restore a backup.',
  13: 'The disk is full, so nothing was saved. Free some space, and try again.',
  14: 'The database file cannot be opened. Check the permissions of the data folder.',
  26: 'The database file is no database. Stop the server and restore a backup.',
};

/** What a failure of the database means and what to do about it; null for every other error. */
export function explainStorageError(error: unknown): string | null {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return null;
  // The higher bits say more than a person needs.
  return SENTENCES[error.errcode & 0xff] ?? null;
}
