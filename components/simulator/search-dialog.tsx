'use client';

import { useQuery } from '@tanstack/react-query';
import { SearchX } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useThreadRef } from '#components/session/agent-session.tsx';
import { Button } from '#components/ui/button.tsx';
import { DateField } from '#components/ui/date-field.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { QueryView } from '#components/ui/query-view.tsx';
import { SelectField } from '#components/ui/select-field.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import type { ThreadRef } from '#lib/letta/agents.ts';
import { describeFailure, type Failure, statusOf } from '#lib/letta/describe-failure.ts';
import { type MessageSearch, messageSearchQuery, SEARCH_MODES } from '#lib/letta/search-messages.ts';
import { FoundMessages } from './found-messages.tsx';

const MODES = { hybrid: 'Words and meaning', vector: 'Meaning', fts: 'Words' };
const ROLES = ['user', 'assistant', 'system', 'tool'];
const PLACES = { thread: 'This conversation', agent: 'This agent', all: 'All agents' };

interface SearchForm {
  query: string;
  mode: MessageSearch['mode'];
  role: string;
  place: keyof typeof PLACES;
  from: string;
  to: string;
}

const BLANK: SearchForm = { query: '', mode: 'hybrid', role: '', place: 'agent', from: '', to: '' };

interface SearchDialogProps {
  query: string;
  onClose: () => void;
}

/** Searches the messages the server keeps, of all agents if one likes, by words and by meaning. */
export function SearchDialog({ query, onClose }: SearchDialogProps) {
  const ref = useThreadRef();
  const [form, setForm] = useState({ ...BLANK, query });
  const [search, setSearch] = useState<MessageSearch | null>(null);
  const found = useQuery({ ...messageSearchQuery(ref.serverId, search), enabled: search !== null });

  function handleSubmit(event: FormEvent) {
    event.preventDefault();
    if (form.query.trim() !== '') setSearch(toSearch(form, ref));
  }

  return (
    <Dialog
      size="lg"
      title="Search the messages of the server"
      description="By words and by meaning, as far as the server has them in its index."
      onClose={onClose}
    >
      <form className="flex flex-col gap-3" onSubmit={handleSubmit}>
        <SearchFields form={form} onChange={(change) => setForm((before) => ({ ...before, ...change }))} />
        <Button
          type="submit"
          variant="primary"
          className="self-start"
          busy={found.isFetching}
          disabledReason={form.query.trim() === '' ? 'Enter what to look for' : undefined}
        >
          Search
        </Button>
      </form>
      {search === null ? null : (
        <section aria-label="Found messages" className="mt-4">
          <QueryView
            query={found}
            describeError={describeSearchFailure}
            skeleton={<Skeleton lines={5} />}
            empty={
              <EmptyState icon={<SearchX />} title="Nothing found" text="Try other words, or search all agents." />
            }
          >
            {(messages) => <FoundMessages messages={messages} onLeave={onClose} />}
          </QueryView>
        </section>
      )}
    </Dialog>
  );
}

interface SearchFieldsProps {
  form: SearchForm;
  onChange: (change: Partial<SearchForm>) => void;
}

function SearchFields({ form, onChange }: SearchFieldsProps) {
  return (
    <>
      <TextField
        label="What to look for"
        value={form.query}
        onValueChange={(query) => onChange({ query })}
        maxLength={2_000}
      />
      <div className="grid grid-cols-1 gap-3 sm:grid-cols-3">
        <SelectField
          label="Look for"
          value={form.mode}
          onValueChange={(next) => onChange({ mode: SEARCH_MODES.find((mode) => mode === next) ?? 'hybrid' })}
          options={SEARCH_MODES.map((value) => ({ value, label: MODES[value] }))}
        />
        <SelectField
          label="Where"
          value={form.place}
          onValueChange={(next) => onChange({ place: next as SearchForm['place'] })}
          options={Object.entries(PLACES).map(([value, label]) => ({ value, label }))}
        />
        <SelectField
          label="Said by"
          value={form.role}
          onValueChange={(role) => onChange({ role })}
          placeholder="Anyone"
          options={ROLES.map((value) => ({ value, label: value }))}
        />
        <DateField label="From the day" value={form.from} onValueChange={(from) => onChange({ from })} />
        <DateField label="To the day" value={form.to} onValueChange={(to) => onChange({ to })} />
      </div>
    </>
  );
}

function toSearch({ query, mode, role, place, from, to }: SearchForm, ref: ThreadRef): MessageSearch {
  return {
    query: query.trim(),
    mode,
    roles: role === '' ? null : [role],
    agentId: place === 'all' ? null : ref.agentId,
    conversationId: place === 'thread' ? ref.conversationId : null,
    from: from || null,
    to: to || null,
  };
}

/** Servers without a search index refuse every search, whatever it looks for. */
function describeSearchFailure(error: unknown): Failure {
  const failure = describeFailure(error);
  const status = statusOf(error);
  if (status !== 400 && status !== 404 && status !== 501) return failure;
  return {
    ...failure,
    title: 'This server does not search messages',
    message: 'Letta Cloud does, and a self-hosted server with Turbopuffer set up.',
    next: 'Use Find: it looks through this conversation, older messages too.',
  };
}
