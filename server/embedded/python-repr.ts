/** The text Python's `repr()` gives a JSON-like value; `{tuple: [...]}` stands for a tuple. */
export function pythonRepr(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return quote(value);
  if (Array.isArray(value)) return `[${value.map(pythonRepr).join(', ')}]`;
  if (typeof value === 'object') return isTuple(value) ? tupleRepr(value.tuple) : dictRepr(value);
  return String(value);
}

function isTuple(value: object): value is { tuple: unknown[] } {
  return 'tuple' in value && Array.isArray(value.tuple) && Object.keys(value).length === 1;
}

function tupleRepr(items: unknown[]): string {
  return items.length === 1 ? `(${pythonRepr(items[0])},)` : `(${items.map(pythonRepr).join(', ')})`;
}

function dictRepr(value: object): string {
  const entries = Object.entries(value).map(([key, item]) => `${quote(key)}: ${pythonRepr(item)}`);
  return `{${entries.join(', ')}}`;
}

function quote(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t');
  return escaped.includes("'") && !escaped.includes('"') ? `"${escaped}"` : `'${escaped.replaceAll("'", "\\'")}'`;
}
