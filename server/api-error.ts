/** The body of every failed call to the ADE's own API: a sentence, the next step, and the form field it concerns. */
export interface ApiProblem {
  message: string;
  next: string;
  field?: string | undefined;
  suggestion?: string | undefined;
}

export type ApiStatus = 400 | 403 | 404 | 409 | 413 | 422 | 500 | 502 | 503;

/** A failed call of the ADE's own API, with its HTTP status. */
export class ApiError extends Error {
  readonly status: ApiStatus;
  readonly problem: ApiProblem;

  constructor(status: ApiStatus, problem: ApiProblem) {
    super(problem.message);
    this.name = 'ApiError';
    this.status = status;
    this.problem = problem;
  }
}
