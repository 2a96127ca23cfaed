import { useLayoutEffect, useRef, useState } from 'react';

/** Reads the value of the last drawing: for a child that must not be drawn again whenever the value changes. */
export function useLatest<T>(value: T): () => T {
  const latest = useRef(value);
  useLayoutEffect(() => {
    latest.current = value;
  });
  const [read] = useState(() => () => latest.current);
  return read;
}
