import { useState } from 'react';
import { dropDraft, keepDraft, useDraft } from '#components/session/draft-store.ts';
import { EMPTY_AGENT, type NewAgentForm } from '#lib/letta/new-agent.ts';
import { randomId } from '#lib/random-id.ts';
import { readJsonObject } from '#lib/read-json-object.ts';
import { STARTER_AGENTS, type StarterAgent } from './starter-agents.ts';

const PERSONA = 'I am a helpful agent with a memory.';
const HUMAN = 'I know nothing about this person yet.';

function blankForm(): NewAgentForm {
  return { ...EMPTY_AGENT, blocks: [newBlock('human', HUMAN), newBlock('persona', PERSONA)] };
}

/** A block to be filled in, or with what is known of it. */
export function newBlock(label = '', value = '') {
  return { id: randomId(), label, value, description: '', limit: '', isReadOnly: false };
}

interface NewAgentDraft {
  form: NewAgentForm;
  /** What the form began with, for the tools that come along. */
  starter: StarterAgent | null;
  isTouched: boolean;
  change: (change: Partial<NewAgentForm>) => void;
  /** Fills in a starter, or with null what a blank agent has. */
  startWith: (starter: StarterAgent | null) => void;
  /** Brings back what the last `startWith` replaced; null when there is nothing. */
  undo: (() => void) | null;
  drop: () => void;
}

/** An agent being entered; it survives closing, reload and crash. Secrets are no part of it. */
export function useNewAgent(serverId: string): NewAgentDraft {
  const owner = { serverId, agentId: 'new-agent' };
  const kept = useDraft(owner, 'form');
  const [blank] = useState(blankForm);
  const [replaced, setReplaced] = useState<string | null>(null);
  const draft = kept ? readJsonObject(kept.text) : null;
  const form: NewAgentForm = { ...blank, ...(draft?.['form'] as Partial<NewAgentForm> | undefined) };
  const starter = STARTER_AGENTS.find(({ id }) => id === draft?.['starter']) ?? null;
  const keep = (next: NewAgentForm, from: StarterAgent | null) =>
    keepDraft(owner, 'form', { text: JSON.stringify({ form: next, starter: from?.id ?? null }), base: '' });
  return {
    form,
    starter,
    isTouched: kept !== undefined,
    change: (change) => keep({ ...form, ...change }, starter),
    startWith: (next) => {
      setReplaced(kept?.text ?? '');
      keep({ ...blankForm(), model: form.model, embedding: form.embedding, ...(next ? partsOf(next) : {}) }, next);
    },
    undo:
      replaced === null
        ? null
        : () => {
            if (replaced) keepDraft(owner, 'form', { text: replaced, base: '' });
            else dropDraft(owner, 'form');
            setReplaced(null);
          },
    drop: () => {
      setReplaced(null);
      dropDraft(owner, 'form');
    },
  };
}

function partsOf({ params }: StarterAgent): Partial<NewAgentForm> {
  return {
    name: params.name ?? '',
    description: params.description ?? '',
    tags: params.tags ?? [],
    toolNames: params.tools ?? [],
    blocks: (params.memory_blocks ?? []).map(({ label, value }) => newBlock(label, value)),
  };
}
