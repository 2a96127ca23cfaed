'use client';

import { useQuery } from '@tanstack/react-query';
import { Play, Square } from 'lucide-react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { keepDraft, useDraft } from '#components/session/draft-store.ts';
import { useCapability } from '#components/session/use-capability.ts';
import { Button } from '#components/ui/button.tsx';
import { ErrorNote } from '#components/ui/error-note.tsx';
import { SelectField } from '#components/ui/select-field.tsx';
import { TextArea } from '#components/ui/text-area.tsx';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { groupModels, modelsQuery } from '#lib/letta/models.ts';
import { parseSchema } from './parse-schema.ts';
import { PromptAnswer } from './prompt-answer.tsx';
import { PromptHistory } from './prompt-history.tsx';
import { type PromptForm, type PromptState, useDirectPrompt } from './use-direct-prompt.ts';

/** A question to a model past the agent: no memory, no history, no tools. */
export function DirectPrompt() {
  const { serverId } = useAgentRef();
  const { form, setField, fill } = usePromptForm();
  const { state, ask, show } = useDirectPrompt();
  const { offReason } = useCapability(serverId, 'generate');
  const problem = parseSchema(form.schema).problem;
  const whyNot = offReason ?? whyNotRun(form, problem);
  return (
    <div className="flex h-full flex-col gap-4 overflow-y-auto p-3">
      <p className="text-pretty text-muted">
        Asks a model directly. The agent’s memory, history and tools are not used, and nothing about the agent changes.
      </p>
      <form
        aria-label="Direct prompt"
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (whyNot === undefined) void ask(form);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return;
          event.preventDefault();
          event.currentTarget.requestSubmit();
        }}
      >
        <TextArea
          label="Prompt"
          value={form.prompt}
          onValueChange={(text) => setField('prompt', text)}
          rows={4}
          autoGrow
          dir="auto"
          boxClassName="max-h-60"
        />
        <TextArea
          label="System prompt"
          placeholder="Optional. The agent’s own is not used."
          value={form.systemPrompt}
          onValueChange={(text) => setField('systemPrompt', text)}
          rows={2}
          autoGrow
          dir="auto"
          boxClassName="max-h-40"
        />
        <ModelField serverId={serverId} value={form.model} onValueChange={(model) => setField('model', model)} />
        <TextArea
          label="JSON schema of the answer"
          placeholder='Optional, such as {"type": "object", "properties": {"city": {"type": "string"}}}'
          mono
          value={form.schema}
          onValueChange={(text) => setField('schema', text)}
          error={problem}
          rows={2}
          autoGrow
          boxClassName="max-h-40"
        />
        <RunButtons state={state} whyNot={whyNot} />
      </form>
      <Result state={state} />
      <PromptHistory
        onChoose={(past) => {
          fill(past);
          show(past.answer);
        }}
      />
    </div>
  );
}

function RunButtons({ state, whyNot }: { state: PromptState; whyNot: string | undefined }) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button type="submit" variant="primary" icon={<Play />} busy={state.is === 'asking'} disabledReason={whyNot}>
        Run
      </Button>
      {state.is === 'asking' ? (
        <Button icon={<Square />} onClick={state.abort}>
          Cancel
        </Button>
      ) : null}
      <span className="text-faint text-sm">{whyNot ?? 'Ctrl or ⌘ with Enter runs it'}</span>
    </div>
  );
}

function Result({ state }: { state: PromptState }) {
  switch (state.is) {
    case 'idle':
      return null;
    case 'asking':
      return (
        <p role="status" className="text-muted">
          The model is asked…
        </p>
      );
    case 'cancelled':
      return (
        <p role="status" className="text-muted">
          Cancelled. The model may have gone on for a moment.
        </p>
      );
    case 'failed':
      return <ErrorNote {...state.failure} />;
    case 'answered':
      return <PromptAnswer answer={state.answer} />;
  }
}

function ModelField(props: { serverId: string; value: string; onValueChange: (model: string) => void }) {
  const models = useQuery(modelsQuery(props.serverId));
  return (
    <SelectField
      label="Model"
      value={props.value}
      onValueChange={props.onValueChange}
      options={groupModels(models.data ?? [])}
      placeholder="The agent’s model"
      error={models.error ? `The models could not be listed: ${describeFailure(models.error).message}` : undefined}
    />
  );
}

/** The form is a draft: what is in it survives a reload. */
function usePromptForm() {
  const ref = useAgentRef();
  const form: PromptForm = {
    prompt: useDraft(ref, 'prompt:prompt')?.text ?? '',
    systemPrompt: useDraft(ref, 'prompt:systemPrompt')?.text ?? '',
    model: useDraft(ref, 'prompt:model')?.text ?? '',
    schema: useDraft(ref, 'prompt:schema')?.text ?? '',
  };
  const setField = (field: keyof PromptForm, text: string) => keepDraft(ref, `prompt:${field}`, { text, base: '' });
  const fill = ({ prompt, systemPrompt, model, schema }: PromptForm) => {
    setField('prompt', prompt);
    setField('systemPrompt', systemPrompt);
    setField('model', model);
    setField('schema', schema);
  };
  return { form, setField, fill };
}

function whyNotRun(form: PromptForm, problem: string | undefined): string | undefined {
  if (form.prompt.trim() === '') return 'Write a prompt first';
  return problem === undefined ? undefined : 'Correct the schema first';
}
