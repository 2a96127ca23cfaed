/** A Letta server as the rest of the process sees it: requests with URL paths from `/v1/` on, answers in Letta's REST. */
export interface Backend {
  fetch(request: Request): Promise<Response>;
  close(): Promise<void>;
}
