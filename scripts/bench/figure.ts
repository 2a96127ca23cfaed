/** One measured number and what it may be at most. */
export interface Figure {
  name: string;
  value: number;
  budget: number;
  unit: 'ms' | 's' | 'MB' | 'KB';
  /** How it was measured, in a few words. */
  note: string;
  /** What makes it up; shown when it is over the budget. */
  details?: readonly string[];
}
