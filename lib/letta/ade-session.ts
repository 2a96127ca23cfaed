import { createStore } from 'zustand/vanilla';

/** Whether the gate has last said that the person has to log in again: after a restart, or a logout elsewhere. */
export const adeSession = createStore<{ isOver: boolean }>(() => ({ isOver: false }));

/** `fetch` for our own origin; it keeps `adeSession` as the answers tell. Only the gate sets that header. */
export async function adeFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, init);
  const isOver = response.headers.get('x-ade-login') === 'needed';
  if (isOver !== adeSession.getState().isOver) adeSession.setState({ isOver });
  return response;
}
