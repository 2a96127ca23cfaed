/** Reads a JSON column. The text was written by this server, so its shape is trusted. */
export function fromJson<T>(text: string): T {
  return JSON.parse(text) as T;
}

/** As `fromJson`, for a column that may be null. */
export function fromNullableJson<T>(text: string | null): T | null {
  return text === null ? null : fromJson<T>(text);
}

/** The text for a JSON column; null and undefined stay null. */
export function toNullableJson(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}

/** 1, 0 or null for a flag column. */
export function toFlag(value: boolean | null | undefined): number | null {
  return value === null || value === undefined ? null : Number(value);
}

/** true, false or null from a flag column. */
export function fromFlag(value: number | null): boolean | null {
  return value === null ? null : value === 1;
}
