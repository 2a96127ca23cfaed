/** One measured number and what it may be at most. */
export interface Figure {
  name: string;
  value: number;
  budget: number;
  /** For what should be large, the budget is the least it may be. */
  bound?: 'most' | 'least';
  unit: 'ms' | 's' | 'MB' | 'KB' | 'fps' | 'px' | 'tasks' | 'nodes';
  /** How it was measured, in a few words. */
  note: string;
  /** What makes it up; shown when it is over the budget. */
  details?: readonly string[];
}
