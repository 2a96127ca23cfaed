/** Passes a number of SSE frames on and then ends the stream: torn (`reset`) or as if it were complete (`end`). */
export function cutStream({ afterFrames, how }: { afterFrames: number; how: 'reset' | 'end' }) {
  const decoder = new TextDecoder();
  const encoder = new TextEncoder();
  let rest = '';
  let frames = 0;
  return new TransformStream<Uint8Array, Uint8Array>({
    transform: (chunk, controller) => {
      rest += decoder.decode(chunk, { stream: true });
      const complete = rest.split('\n\n');
      rest = complete.pop() ?? '';
      for (const frame of complete) {
        if (frames === afterFrames) break;
        controller.enqueue(encoder.encode(`${frame}\n\n`));
        frames += 1;
      }
      if (frames < afterFrames) return;
      if (how === 'end') controller.terminate();
      else controller.error(new Error('Cut on request of the test.'));
    },
  });
}
