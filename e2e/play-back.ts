/** A turn that the remote Letta plays as it was recorded, to whichever message is sent. */
export interface Playback {
  /** The bytes of the stream, as text. */
  stream: string;
  /** What the history holds after it. */
  messages: unknown[];
  run: Record<string, unknown>;
  /** Keeps the history back, so that what the stream alone shows can be looked at. */
  isHistoryHeld: boolean;
}

const PIECE = 300;
const SENDS = /^\/v1\/(agents|conversations)\/[^/]+\/messages$/;
const RUN = /^\/v1\/runs\/run-[^/]+(\/usage)?$/;

/** The answer of a server that plays back; null for what has nothing to do with it. */
export async function answerFromPlayback(
  { method, path, search }: { method: string; path: string; search: string },
  playback: Playback,
  untilReleased: Promise<void>,
): Promise<Response | null> {
  if (method === 'POST' && SENDS.test(path)) {
    return new Response(inPieces(playback.stream), { headers: { 'content-type': 'text/event-stream' } });
  }
  if (method !== 'GET') return null;
  if (SENDS.test(path)) {
    if (new URLSearchParams(search).has('before')) return Response.json([]);
    await untilReleased;
    return Response.json(playback.messages);
  }
  const run = RUN.exec(path);
  if (run) return Response.json(run[1] ? {} : playback.run);
  return null;
}

function inPieces(text: string): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(at, at + PIECE));
      at += PIECE;
    },
  });
}
