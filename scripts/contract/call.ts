import { fileURLToPath } from 'node:url';
import type { IdentityMap } from './identity-map.ts';
import type { RecordedRequest } from './recordings.ts';

/** The server under test, as a story sees it. */
export interface Target {
  url: string;
  ids: IdentityMap;
  /** What stood in the recordings for the model's address, and what stands there now. */
  modelUrl: string;
}

/** What came back; `body` is JSON where it is JSON. */
export interface Answer {
  status: number;
  headers: Headers;
  body: unknown;
}

const RECORDED_MODEL_URL = 'http://127.0.0.1:9911/v1';
/** Texts the recorder cut: `<40000 times x>`. */
const REPEATED = /<(\d+) times (.)>/g;

/** The program of a recorded MCP server, whose path was cut out. */
const CUT_PROGRAM = '"command":"<path>","args":["<path>"]';
const ECHO_PROGRAM = fileURLToPath(new URL('./echo-mcp-server.ts', import.meta.url));

/** Sends a recorded request with the ids of this server. */
export async function send(target: Target, request: RecordedRequest, signal?: AbortSignal): Promise<Response> {
  const url = new URL(target.url + target.ids.translate(request.path));
  for (const [key, value] of Object.entries(request.query ?? {})) {
    for (const each of [value].flat()) url.searchParams.append(key, target.ids.translate(each));
  }
  const body = toBody(target, request.body);
  return await fetch(url, {
    method: request.method,
    redirect: 'manual',
    headers: {
      'user-agent': 'recorder',
      ...(typeof body === 'string' ? { 'content-type': 'application/json' } : {}),
      ...request.headers,
    },
    body,
    ...(signal ? { signal } : {}),
  });
}

/** As `send`, read to the end. */
export async function call(target: Target, request: RecordedRequest): Promise<Answer> {
  const response = await send(target, request);
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json');
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text || null };
}

/** Replaces the addresses of this machine by the recorded ones. */
export function toRecordedUrls(target: Target, body: unknown): unknown {
  return JSON.parse(JSON.stringify(body ?? null).replaceAll(target.modelUrl, RECORDED_MODEL_URL));
}

function toBody(target: Target, body: unknown): string | FormData | Blob | null {
  if (body === null || body === undefined) return null;
  const form = toForm(target, body);
  if (form) return form;
  // Malformed JSON was recorded as the text that was sent.
  const text = typeof body === 'string' && /[{=]/.test(body) ? body : JSON.stringify(body);
  return (
    target.ids
      .translate(text)
      .replaceAll(RECORDED_MODEL_URL, target.modelUrl)
      .replaceAll(CUT_PROGRAM, `"command":${JSON.stringify(process.execPath)},"args":[${JSON.stringify(ECHO_PROGRAM)}]`)
      // There was a second provider of the same models, which this server has no environment variable for.
      .replaceAll('"vllm/', '"openai-proxy/')
      .replace(REPEATED, (_, count: string, letter: string) => letter.repeat(Number(count)))
  );
}

/** A recorded form: texts, and files as `{filename, content}`; or one that was broken on purpose. */
function toForm(target: Target, body: unknown): FormData | Blob | null {
  if (typeof body !== 'object' || body === null) return null;
  if ('malformed multipart' in body) return new Blob(['none'], { type: 'multipart/form-data; boundary=missing' });
  if (!('multipart' in body)) return null;
  const form = new FormData();
  for (const [name, value] of Object.entries(body.multipart as Record<string, string | SentFile>)) {
    if (typeof value === 'string') form.set(name, value);
    else form.set(name, new Blob([target.ids.translate(value.content)]), value.filename);
  }
  return form;
}

interface SentFile {
  filename: string;
  content: string;
}
