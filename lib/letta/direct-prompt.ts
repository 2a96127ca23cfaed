import type { AgentRef } from './agents.ts';
import { serverPath } from './create-letta-client.ts';
import { describeFailure, type Failure, RequestError, statusOf } from './describe-failure.ts';
import { requestJson } from './request-json.ts';

/** A question to a model outside any conversation. What is empty is left to the agent. */
export interface DirectPrompt {
  prompt: string;
  systemPrompt: string;
  model: string;
  schema: Record<string, unknown> | null;
}

/** A model's answer; a count is null where the server does not tell it. */
export interface DirectAnswer {
  content: string;
  model: string;
  promptTokens: number | null;
  completionTokens: number | null;
  totalTokens: number | null;
}

interface WireAnswer {
  content: string;
  model: string;
  usage?: {
    prompt_tokens?: number | null;
    completion_tokens?: number | null;
    total_tokens?: number | null;
  } | null;
}

/** Asks a model directly: no memory, no tools, nothing stored. An aborted signal stops the waiting. */
export async function askDirectly(ref: AgentRef, ask: DirectPrompt, signal: AbortSignal): Promise<DirectAnswer> {
  const path = `${serverPath(ref.serverId)}/v1/agents/${encodeURIComponent(ref.agentId)}/generate`;
  const answer = await requestJson<WireAnswer>(path, {
    method: 'POST',
    body: {
      prompt: ask.prompt,
      ...(ask.systemPrompt.trim() ? { system_prompt: ask.systemPrompt } : {}),
      ...(ask.model ? { override_model: ask.model } : {}),
      ...(ask.schema ? { response_schema: ask.schema } : {}),
    },
    signal,
  });
  return { content: answer.content, model: answer.model, ...readUsage(answer.usage) };
}

/** A failed direct prompt in words. A server without the route answers 404 like one without the model. */
export function describeDirectFailure(error: unknown): Failure {
  const failure = describeFailure(error);
  const status = statusOf(error);
  if (status === 405 || (status === 404 && isUnknownRoute(error))) {
    return {
      ...failure,
      title: 'This server has no direct prompt',
      message: 'It comes with Letta 0.16.5.',
      next: 'Update the server, or talk to the agent in its chat.',
    };
  }
  if (status === 404)
    return { ...failure, title: 'The server does not have this model', next: 'Choose another model.' };
  if (status === 502) {
    return {
      ...failure,
      title: 'The model could not be asked',
      next: 'Check the provider on the server, or choose another model.',
    };
  }
  return failure;
}

function isUnknownRoute(error: unknown): boolean {
  return error instanceof RequestError && JSON.stringify(error.body) === '{"detail":"Not Found"}';
}

/** A server that knows no usage fills it with zeros; no real question costs none. */
function readUsage(
  usage: WireAnswer['usage'],
): Pick<DirectAnswer, 'promptTokens' | 'completionTokens' | 'totalTokens'> {
  return {
    promptTokens: usage?.prompt_tokens || null,
    completionTokens: usage?.completion_tokens || null,
    totalTokens: usage?.total_tokens || null,
  };
}
