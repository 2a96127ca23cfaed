/** Why the process cannot start: one sentence, and what to do next. Printed without a stack, exit code 1. */
export class StartError extends Error {
  readonly next: string;

  constructor(message: string, next: string) {
    super(message);
    this.name = 'StartError';
    this.next = next;
  }
}
