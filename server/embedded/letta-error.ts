import { pythonRepr } from './python-repr.ts';

/** An answer in one of Letta's error shapes: `{detail}`, `{detail: object}` or `{error: {type, message, detail}}`. */
export class LettaError extends Error {
  readonly status: number;
  readonly body: unknown;

  constructor(status: number, body: unknown) {
    super(JSON.stringify(body));
    this.status = status;
    this.body = body;
  }
}

/** One rejected value, in the terms of the original's validator. */
export interface ValidationIssue {
  type: string;
  loc: (string | number)[];
  msg: string;
  input: unknown;
}

/** 404 `{detail}`. */
export function notFound(detail: string): LettaError {
  return new LettaError(404, { detail });
}

/** 400 `{detail}`. */
export function badRequest(detail: string): LettaError {
  return new LettaError(400, { detail });
}

/** 409 `{detail}`, with extra top-level fields where the original has them. */
export function conflict(detail: unknown, extra: Record<string, unknown> = {}): LettaError {
  return new LettaError(409, { detail, ...extra });
}

/** 422 with a plain sentence. */
export function unprocessable(detail: string): LettaError {
  return new LettaError(422, { detail });
}

/** 422 in the original's form: the list of issues as the text of a Python list. */
export function invalidFields(issues: ValidationIssue[], examples?: string[]): LettaError {
  const detail = pythonRepr(issues.map((issue) => ({ ...issue, loc: { tuple: issue.loc } })));
  return new LettaError(422, examples ? { trace_id: '', detail, examples } : { trace_id: '', detail });
}
