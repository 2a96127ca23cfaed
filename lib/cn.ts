import { type ClassValue, clsx } from 'clsx';

/** Joins class names. It resolves no conflicts: a later class does not undo an earlier one of the same property. */
export function cn(...classes: ClassValue[]): string {
  return clsx(classes);
}
