const WORDS: Record<string, string> = {
  end_turn: 'finished',
  max_steps: 'stopped at the step limit',
  max_tokens_exceeded: 'cut at the token limit',
  tool_rule: 'ended by a tool rule',
  no_tool_call: 'ended without a tool call',
  invalid_tool_call: 'ended by an invalid tool call',
  cancelled: 'stopped by you',
  requires_approval: 'waits for approval',
  error: 'failed',
  llm_api_error: 'failed at the model provider',
  invalid_llm_response: 'failed at an answer that could not be read',
  insufficient_credits: 'failed for want of credit at the provider',
  context_window_overflow_in_system_prompt: 'failed: the system prompt alone fills the context window',
};

/** Every stop reason that Letta 0.16 knows. */
export const STOP_REASONS = Object.keys(WORDS);

/** Why a turn ended, in words; a reason nobody knows yet stands for itself. */
export function stopReasonWords(reason: string | null): string {
  return reason === null ? 'end not reported' : (WORDS[reason] ?? reason);
}
