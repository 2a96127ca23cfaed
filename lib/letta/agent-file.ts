import type { AgentRef } from './agents.ts';
import { ADE_HEADERS, serverPath } from './create-letta-client.ts';
import { RequestError } from './describe-failure.ts';
import { requestJson } from './request-json.ts';
import { rememberRequest } from './sent-request.ts';

/** The agent as a file, indented; without the values of its variables. Throws RequestError. */
export async function exportAgent(
  { serverId, agentId }: AgentRef,
  { withMessages, signal }: { withMessages: boolean; signal?: AbortSignal },
): Promise<string> {
  const query = withMessages ? '' : '?scrub_messages=true';
  const path = `${serverPath(serverId)}/v1/agents/${encodeURIComponent(agentId)}/export${query}`;
  const file = await requestJson<unknown>(path, signal ? { signal } : {});
  return typeof file === 'string' ? file : JSON.stringify(file, null, 2);
}

/** What goes along with a file. */
export interface ImportOptions {
  /** Empty: the file's own. */
  name: string;
  embedding: string;
  /** Whether the server puts `_copy` behind the file's own name. */
  copySuffix: boolean;
  replaceTools: boolean;
  secrets: Record<string, string>;
}

interface Upload {
  onProgress: (share: number) => void;
  signal: AbortSignal;
}

/** Sends an agent file; resolves with the ids of the agents that were made. Rejects with RequestError. */
export async function importAgentFile(
  serverId: string,
  file: { name: string; content: string | Blob },
  options: ImportOptions,
  { onProgress, signal }: Upload,
): Promise<string[]> {
  const form = new FormData();
  form.set('file', new Blob([file.content], { type: 'application/json' }), file.name);
  form.set('append_copy_suffix', String(options.copySuffix));
  form.set('override_existing_tools', String(options.replaceTools));
  if (options.name) form.set('name', options.name);
  if (options.embedding) form.set('embedding', options.embedding);
  if (Object.keys(options.secrets).length > 0) form.set('secrets', JSON.stringify(options.secrets));
  const answer = await upload(`${serverPath(serverId)}/v1/agents/import`, form, { onProgress, signal });
  return answer.agent_ids ?? [];
}

/** By XMLHttpRequest: fetch does not tell how much of a body has gone. */
async function upload(path: string, form: FormData, { onProgress, signal }: Upload): Promise<{ agent_ids?: string[] }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ agent_ids?: string[] }>();
  const request = new XMLHttpRequest();
  const fail = (error: Error) => {
    rememberRequest(error, path, { method: 'POST', body: form });
    reject(error);
  };
  request.open('POST', path);
  for (const [name, value] of Object.entries(ADE_HEADERS)) request.setRequestHeader(name, value);
  request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
  request.onload = () => {
    const body = parse(request.responseText);
    if (request.status >= 200 && request.status < 300) resolve(body as { agent_ids?: string[] });
    else fail(new RequestError(request.status, body, headersOf(request)));
  };
  request.onerror = () => fail(new TypeError('The connection broke.'));
  request.onabort = () => reject(new DOMException('The import was stopped.', 'AbortError'));
  signal.addEventListener('abort', () => request.abort());
  request.send(form);
  return await promise;
}

function headersOf(request: XMLHttpRequest): Headers {
  const id = request.getResponseHeader('x-request-id');
  return new Headers(id === null ? {} : { 'x-request-id': id });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
