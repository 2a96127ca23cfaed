import Papa from 'papaparse';

/** A memory to be added. */
export interface NewMemory {
  text: string;
  tags: string[];
  /** ISO 8601; absent: now. */
  createdAt?: string;
  /** Only archives take it; an agent's own route does not. */
  metadata?: Record<string, unknown> | null;
}

export type ImportReading = { ok: true; memories: NewMemory[] } | { ok: false; problem: string };

/** How plain text is cut into memories. */
export type Chunking = 'whole' | 'paragraphs' | 'lines' | 'size';

/** Letta takes so many bytes / 4 at once; pieces of text are made well shorter. */
const PIECE = 2_000;

/**
 * Reads a file of memories: JSON (a list of texts or of `{text, tags, created_at}`, alone or under `passages`), CSV with
 * a `text` column, or plain text cut as `chunking` says. Never throws.
 */
export function readImport(name: string, content: string, chunking: Chunking): ImportReading {
  const text = content.replace(/^\uFEFF/, '');
  if (text.trim() === '') return { ok: false, problem: 'The file is empty.' };
  if (/\.json$/i.test(name)) return readJson(text);
  if (/\.csv$/i.test(name)) return readCsv(text);
  return finish(chunk(text, chunking).map((piece) => ({ text: piece, tags: [] })));
}

/** Cuts a text into pieces that can be found on their own. */
export function chunk(text: string, chunking: Chunking): string[] {
  switch (chunking) {
    case 'whole':
      return [text.trim()];
    case 'lines':
      return split(text, /\r?\n/);
    case 'paragraphs':
      return split(text, /\r?\n\s*\r?\n/);
    case 'size':
      return bySize(split(text, /(?<=[.!?。！？])\s+|\r?\n/));
  }
}

function split(text: string, at: RegExp): string[] {
  return text
    .split(at)
    .map((piece) => piece.trim())
    .filter(Boolean);
}

/** Whole sentences, as many as fit into a piece; one that is longer alone is cut. */
function bySize(sentences: string[]): string[] {
  const pieces: string[] = [];
  for (const sentence of sentences.flatMap(cutLong)) {
    const last = pieces.at(-1);
    if (last !== undefined && last.length + sentence.length < PIECE) pieces[pieces.length - 1] = `${last} ${sentence}`;
    else pieces.push(sentence);
  }
  return pieces;
}

function cutLong(sentence: string): string[] {
  const letters = [...sentence];
  const cuts: string[] = [];
  for (let start = 0; start < letters.length; start += PIECE) cuts.push(letters.slice(start, start + PIECE).join(''));
  return cuts;
}

function readJson(text: string): ImportReading {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { ok: false, problem: `The file is not JSON. ${error instanceof Error ? error.message : ''}`.trim() };
  }
  const list = isRecord(value) && Array.isArray(value['passages']) ? value['passages'] : value;
  if (!Array.isArray(list)) return { ok: false, problem: 'The file is JSON, but not a list of memories.' };
  const memories = list.map(toMemory);
  const wrong = memories.indexOf(null);
  if (wrong !== -1) return { ok: false, problem: `Entry ${wrong + 1} has no text.` };
  return finish(memories.filter((memory) => memory !== null));
}

function toMemory(entry: unknown): NewMemory | null {
  if (typeof entry === 'string') return { text: entry, tags: [] };
  if (!isRecord(entry)) return null;
  const text = entry['text'] ?? entry['content'];
  if (typeof text !== 'string') return null;
  const createdAt = entry['created_at'] ?? entry['createdAt'] ?? entry['timestamp'];
  const tags = Array.isArray(entry['tags']) ? entry['tags'].map(String) : [];
  return { text, tags, ...(typeof createdAt === 'string' && isDate(createdAt) ? { createdAt } : {}) };
}

function readCsv(text: string): ImportReading {
  const [head = [], ...rows] = Papa.parse<string[]>(text, { skipEmptyLines: 'greedy' }).data;
  const columns = head.map((name) => name.trim().toLowerCase());
  const at = columns.findIndex((name) => name === 'text' || name === 'content');
  if (at === -1) return { ok: false, problem: 'The first line has no column called text.' };
  const [tagsAt, dateAt] = [columns.indexOf('tags'), columns.indexOf('created_at')];
  return finish(
    rows.map((row) => {
      const date = row[dateAt] ?? '';
      return {
        text: row[at] ?? '',
        tags: split(row[tagsAt] ?? '', /[;|,]/),
        ...(isDate(date) ? { createdAt: date } : {}),
      };
    }),
  );
}

function finish(memories: NewMemory[]): ImportReading {
  const kept = memories.filter(({ text }) => text.trim() !== '');
  return kept.length > 0 ? { ok: true, memories: kept } : { ok: false, problem: 'There is no text in the file.' };
}

function isDate(text: string): boolean {
  return text !== '' && !Number.isNaN(Date.parse(text));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
