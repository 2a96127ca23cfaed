import { useState } from 'react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import type { Failure } from '#lib/letta/describe-failure.ts';
import { askDirectly, type DirectAnswer, describeDirectFailure } from '#lib/letta/direct-prompt.ts';
import { randomId } from '#lib/random-id.ts';
import { parseSchema } from './parse-schema.ts';
import { keepPrompt } from './prompt-history-store.ts';

/** What a person filled in. */
export interface PromptForm {
  prompt: string;
  systemPrompt: string;
  model: string;
  schema: string;
}

/** How the last direct prompt stands. */
export type PromptState =
  | { is: 'idle' }
  | { is: 'asking'; abort: () => void }
  | { is: 'answered'; answer: DirectAnswer }
  | { is: 'cancelled' }
  | { is: 'failed'; failure: Failure };

/** Asks once at a time; an answer goes into the history. */
export function useDirectPrompt() {
  const ref = useAgentRef();
  const [state, setState] = useState<PromptState>({ is: 'idle' });

  async function ask(form: PromptForm) {
    const parsed = parseSchema(form.schema);
    if (state.is === 'asking' || parsed.problem !== undefined) return;
    const controller = new AbortController();
    setState({ is: 'asking', abort: () => controller.abort() });
    try {
      const answer = await askDirectly(ref, { ...form, schema: parsed.schema }, controller.signal);
      keepPrompt(ref, { ...form, id: randomId(), at: new Date().toISOString(), answer });
      setState({ is: 'answered', answer });
    } catch (error) {
      setState(
        controller.signal.aborted ? { is: 'cancelled' } : { is: 'failed', failure: describeDirectFailure(error) },
      );
    }
  }

  return { state, ask, show: (answer: DirectAnswer) => setState({ is: 'answered', answer }) };
}
