import { type RefObject, useEffectEvent, useLayoutEffect, useRef } from 'react';

/**
 * The outside system is the page as the server sent it: one can type into its boxes before React has come, which then
 * knows nothing of it. Tells what a box held when it became ours; its ref goes to the box.
 */
export function useEarlyText<Box extends HTMLInputElement | HTMLTextAreaElement>(
  onEarlyText: ((text: string) => void) | undefined,
): RefObject<Box | null> {
  const box = useRef<Box>(null);
  const tell = useEffectEvent((text: string) => onEarlyText?.(text));
  useLayoutEffect(() => {
    if (box.current && box.current.value !== box.current.defaultValue) tell(box.current.value);
  }, []);
  return box;
}
