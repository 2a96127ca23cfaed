import type { AgentRef } from './agents.ts';
import { serverPath } from './create-letta-client.ts';
import { requestJson } from './request-json.ts';

/** What a try of a tool gave. */
export interface ToolRun {
  status: 'success' | 'error';
  text: string;
  stdout: string;
  stderr: string;
  /** Milliseconds from asking to the answer. */
  durationMs: number;
}

/** A tool as it is being written, and how to try it. */
export interface ToolTrial {
  source: string;
  sourceType: string;
  args: Record<string, unknown>;
  env: Record<string, string>;
  jsonSchema: Record<string, unknown> | null;
  pipRequirements: { name: string; version?: string | null }[];
}

interface WireReturn {
  status: string;
  tool_return?: unknown;
  func_return?: unknown;
  stdout?: string[] | null;
  stderr?: string[] | null;
}

/**
 * Runs source that need not be saved, on the server, without an agent. Throws RequestError when it cannot be run at all.
 * Source: `POST /v1/tools/run`; the original fails when `name` is sent.
 */
export async function runToolSource(serverId: string, trial: ToolTrial, signal: AbortSignal): Promise<ToolRun> {
  const body = {
    source_code: trial.source,
    source_type: trial.sourceType,
    args: trial.args,
    env_vars: trial.env,
    ...(trial.jsonSchema ? { json_schema: trial.jsonSchema } : {}),
    ...(trial.pipRequirements.length > 0 ? { pip_requirements: trial.pipRequirements } : {}),
  };
  return await runAt(`${serverPath(serverId)}/v1/tools/run`, body, signal);
}

/** Runs a saved, attached tool with the agent's secrets and state. Throws RequestError. */
export async function runAgentTool(
  { serverId, agentId }: AgentRef,
  { name, args }: { name: string; args: Record<string, unknown> },
  signal: AbortSignal,
): Promise<ToolRun> {
  const agent = `${serverPath(serverId)}/v1/agents/${encodeURIComponent(agentId)}`;
  return await runAt(`${agent}/tools/${encodeURIComponent(name)}/run`, { args }, signal);
}

/** Runs a tool at a path that answers with what it returned and printed. Throws RequestError. */
export async function runAt(path: string, body: unknown, signal: AbortSignal): Promise<ToolRun> {
  const begun = performance.now();
  const answer = await requestJson<WireReturn>(path, { method: 'POST', body, signal });
  return { ...toRun(answer), durationMs: performance.now() - begun };
}

function toRun({ status, tool_return, func_return, stdout, stderr }: WireReturn): Omit<ToolRun, 'durationMs'> {
  const value = tool_return ?? func_return;
  const errors = (stderr ?? []).join('');
  return {
    status: status === 'success' ? 'success' : 'error',
    // An agent's run that failed returns nothing: what went wrong is the last line of its traceback.
    text: value === null || value === undefined ? (errors.trim().split('\n').at(-1) ?? '') : asText(value),
    stdout: (stdout ?? []).join(''),
    stderr: errors,
  };
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
