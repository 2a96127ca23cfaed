import { create } from 'zustand';

interface Find {
  isOpen: boolean;
  text: string;
  /** The key of the row that is shown as found. */
  found: string | null;
}

const CLOSED: Find = { isOpen: false, text: '', found: null };

/** The search in the open transcript. */
export const useFind = create<Find>(() => CLOSED);

export function useFound(): string | null {
  return useFind((state) => state.found);
}

export function openFind(): void {
  useFind.setState({ isOpen: true });
}

export function closeFind(): void {
  useFind.setState(CLOSED);
}
