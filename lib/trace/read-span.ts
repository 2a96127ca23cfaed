/** A span as people look at it. */
export interface Span {
  name: string;
  /** In milliseconds; null where the span does not tell. */
  duration: number | null;
}

const NAMES = ['SpanName', 'span_name', 'name', 'operation_name'];
const NANOSECONDS = ['Duration', 'duration_ns', 'duration'];

/** Reads a span as ClickHouse keeps it. Letta describes its fields nowhere, so that the usual spellings are tried. */
export function readSpan(span: Record<string, unknown>): Span {
  const name = NAMES.map((key) => span[key]).find((value) => typeof value === 'string' && value !== '');
  // ClickHouse writes 64-bit numbers as text.
  const duration = NANOSECONDS.map((key) => span[key]).find((value) => /^\d+(?:\.\d+)?$/.test(String(value)));
  const milliseconds = typeof span['duration_ms'] === 'number' ? span['duration_ms'] : null;
  return {
    name: typeof name === 'string' ? name : 'span without a name',
    duration: duration === undefined ? milliseconds : Number(duration) / 1e6,
  };
}
