import { createStore } from 'zustand/vanilla';
import { rememberRequest } from './sent-request.ts';

/** Whether the gate has last said that the person has to log in again: after a restart, or a logout elsewhere. */
export const adeSession = createStore<{ isOver: boolean }>(() => ({ isOver: false }));

/**
 * `fetch` for our own origin; it keeps `adeSession` as the answers tell, and the request for whoever describes a failure.
 * A web page, which Letta ADE never answers under `/api`, becomes a 502 that says so.
 */
export async function adeFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const response = await fetchOrNote(input, init);
  // Only the gate sets that header.
  const isOver = response.headers.get('x-ade-login') === 'needed';
  if (isOver !== adeSession.getState().isOver) adeSession.setState({ isOver });
  const told = response.headers.get('content-type')?.startsWith('text/html') ? webPage(response) : response;
  rememberRequest(told.headers, input, init);
  return told;
}

async function fetchOrNote(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  try {
    return await fetch(input, init);
  } catch (error) {
    rememberRequest(error, input, init);
    throw error;
  }
}

function webPage({ status, body }: Response): Response {
  void body?.cancel().catch(() => undefined);
  const message = `A web page came back in place of an answer of Letta ADE (HTTP ${status}).`;
  const next = 'Reload the page. If that does not help, look at the reverse proxy or login page in front of Letta ADE.';
  return Response.json({ error: { message, next } }, { status: 502 });
}
