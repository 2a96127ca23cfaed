/**
 * A Request follows the signal it is made with only as long as it is not garbage collected, whoever listens to its own
 * signal. So a copy lives as long as the original, and that lives as long as its socket (`serveFetch`).
 */
const copies = new WeakMap<Request, Request>();

/** The same request for another URL, with more headers. Its body is taken over, not copied. */
export function readdressRequest(request: Request, url: URL, moreHeaders: Record<string, string> = {}): Request {
  const { method, signal, body } = request;
  const headers = new Headers(request.headers);
  for (const [name, value] of Object.entries(moreHeaders)) headers.set(name, value);
  const copy = new Request(url, { method, headers, signal, ...(body && { body, duplex: 'half' }) });
  copies.set(request, copy);
  return copy;
}
