import { create } from 'zustand';

const useOpenItems = create<{ open: Record<string, boolean> }>(() => ({ open: {} }));

/** Whether a person opened or closed this item; undefined when they did neither. */
export function useIsItemOpen(id: string): boolean | undefined {
  return useOpenItems((state) => state.open[id]);
}

/** Opens or closes an item until the page is left. */
export function setItemOpen(id: string, isOpen: boolean): void {
  useOpenItems.setState(({ open }) => ({ open: { ...open, [id]: isOpen } }));
}
