import { Agent, request } from 'node:http';

const agent = new Agent({ keepAlive: true });

interface StreamRequest {
  url: string;
  body: unknown;
  /** Called with the JSON of every frame and the time it arrived. */
  onFrame(data: string, arrivedAt: number): void;
}

/** Posts JSON and reads the answer's SSE frames as they arrive; ends when the stream does. */
export function readEventStream({ url, body, onFrame }: StreamRequest): Promise<void> {
  const headers = { 'content-type': 'application/json', 'x-ade': '1', 'x-stainless-package-version': '1.12.1' };
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: 'POST', agent, headers }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`${url} answered ${response.statusCode} instead of 200.`));
      let rest = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        const arrivedAt = performance.now();
        const frames = (rest + chunk).split('\n\n');
        rest = frames.pop() ?? '';
        for (const frame of frames) {
          const data = /^data: (.*)$/m.exec(frame)?.[1];
          if (data) onFrame(data, arrivedAt);
        }
      });
      response.on('end', resolve).on('error', reject);
    });
    outgoing.on('error', reject).end(JSON.stringify(body));
  });
}
