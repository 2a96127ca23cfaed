/** The error body of the proxy, in Letta's `{error: {type, message}}` form with the next step added. */
export interface ProxyProblem {
  type:
    | 'upstream_unreachable'
    | 'upstream_not_letta'
    | 'upstream_redirect'
    | 'invalid_path'
    | 'invalid_key'
    | 'method_not_allowed'
    | 'body_too_large'
    | 'body_incomplete';
  message: string;
  next: string;
  reason?: string;
  /** The status the server itself answered with. */
  status?: number;
  excerpt?: string | undefined;
}

/** A JSON error answer of the proxy itself. */
export function proxyError(status: number, problem: ProxyProblem): Response {
  return Response.json({ error: problem }, { status });
}
