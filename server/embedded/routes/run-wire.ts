import { ORGANIZATION_ID } from '#server/embedded/ids.ts';
import { fromJson, fromNullableJson } from '#server/embedded/store/json-column.ts';
import type { RunRow } from '#server/embedded/store/runs.ts';
import type { StepRow } from '#server/embedded/store/steps.ts';

/** A run as clients get it; `completed_at` has no time zone, as in the original. */
export function toRun(row: RunRow) {
  return {
    id: row.id,
    status: row.status,
    created_at: row.created_at,
    completed_at: row.completed_at?.replace('Z', '') ?? null,
    agent_id: row.agent_id,
    conversation_id: row.conversation_id,
    base_template_id: null,
    background: row.background === 1,
    metadata: fromJson<Record<string, unknown>>(row.metadata),
    request_config: fromJson<Record<string, unknown>>(row.request_config),
    stop_reason: row.stop_reason,
    callback_url: null,
    callback_sent_at: null,
    callback_status_code: null,
    callback_error: null,
    ttft_ns: row.ttft_ns,
    total_duration_ns: row.total_duration_ns,
  };
}

/** A run that was asked for in the background, as its request is answered. */
export function toCreatedRun(row: RunRow) {
  return { ...toRun(row), status: 'created', completed_at: null, stop_reason: null, total_duration_ns: null };
}

/** A step as clients get it. */
export function toStep(row: StepRow) {
  const hasUsage = row.status !== 'failed';
  return {
    id: row.id,
    origin: null,
    organization_id: ORGANIZATION_ID,
    provider_id: row.provider_id,
    run_id: row.run_id,
    agent_id: row.agent_id,
    provider_name: row.provider_name,
    provider_category: row.provider_category,
    model: row.model,
    model_handle: row.model_handle,
    model_endpoint: row.model_endpoint,
    context_window_limit: row.context_window_limit,
    completion_tokens: row.completion_tokens,
    prompt_tokens: row.prompt_tokens,
    total_tokens: row.total_tokens,
    cached_input_tokens: row.cached_input_tokens,
    cache_write_tokens: row.cache_write_tokens,
    reasoning_tokens: null,
    completion_tokens_details: hasUsage ? { reasoning_tokens: row.reasoning_tokens ?? 0 } : null,
    prompt_tokens_details: hasUsage
      ? {
          cached_tokens: row.cached_input_tokens ?? 0,
          cache_read_tokens: row.cached_input_tokens ?? 0,
          cache_creation_tokens: row.cache_write_tokens ?? 0,
        }
      : null,
    stop_reason: row.stop_reason,
    tags: fromJson<string[]>(row.tags),
    tid: null,
    trace_id: null,
    request_id: null,
    messages: [],
    feedback: row.feedback,
    project_id: null,
    error_type: row.error_type,
    error_data: fromNullableJson<Record<string, unknown>>(row.error_data),
    status: row.status,
  };
}
