'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { Eye, KeyRound, Pencil, Plus, Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { lazyComponent } from '#components/ui/lazy-component.tsx';
import { QueryView } from '#components/ui/query-view.tsx';
import { Section } from '#components/ui/section.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { toast } from '#components/ui/toast.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { changeSecretsMutation, readSecret, secretNamesQuery } from '#lib/letta/secrets.ts';

const VariableDialog = lazyComponent(() => import('./variable-dialog.tsx').then((module) => module.VariableDialog));

type Opened = { is: 'edit'; name: string | null } | { is: 'delete'; name: string } | null;

/** The variables that the agent's tools read. Their values stay at the server until one is asked for. */
export function VariablesSection() {
  const ref = useAgentRef();
  const query = useQuery(secretNamesQuery(ref));
  const change = useMutation(changeSecretsMutation(ref));
  const [opened, setOpened] = useState<Opened>(null);
  const close = () => setOpened(null);
  return (
    <Section
      id="configuration.variables"
      title="Variables"
      icon={<KeyRound />}
      count={query.data?.length}
      defaultOpen={false}
      actions={
        <IconButton label="Add a variable" icon={<Plus />} onClick={() => setOpened({ is: 'edit', name: null })} />
      }
    >
      <p className="pb-2 text-faint text-sm">
        Tools read them with <code className="font-mono">os.getenv</code>, MCP servers as{' '}
        <code className="font-mono">{'{{ NAME }}'}</code>. Exports leave them out.
      </p>
      <QueryView
        query={query}
        describeError={describeFailure}
        skeleton={<Skeleton lines={3} />}
        empty={
          <EmptyState
            className="py-4"
            icon={<KeyRound />}
            title="No variables"
            text="Keys and settings for tools go here, not into their source."
            action={<Button onClick={() => setOpened({ is: 'edit', name: null })}>Add a variable</Button>}
          />
        }
      >
        {(names) => (
          <ul aria-label="Variables" className="flex flex-col">
            {names.map(({ key }) => (
              <VariableRow
                key={key}
                name={key}
                onEdit={() => setOpened({ is: 'edit', name: key })}
                onDelete={() => setOpened({ is: 'delete', name: key })}
              />
            ))}
          </ul>
        )}
      </QueryView>
      {opened?.is === 'edit' ? (
        <VariableDialog name={opened.name} taken={query.data?.map(({ key }) => key) ?? []} onClose={close} />
      ) : null}
      {opened?.is === 'delete' ? (
        <ConfirmDialog
          title={`Delete ${opened.name}?`}
          description="Tools that read it find nothing from then on. Its value cannot be brought back."
          confirmLabel="Delete variable"
          describeError={describeFailure}
          onConfirm={() => change.mutateAsync({ [opened.name]: null })}
          onClose={close}
        />
      ) : null}
    </Section>
  );
}

interface VariableRowProps {
  name: string;
  onEdit: () => void;
  onDelete: () => void;
}

const SHOWN_MS = 20_000;

function VariableRow({ name, onEdit, onDelete }: VariableRowProps) {
  const ref = useAgentRef();
  const [value, setValue] = useState<string | null>(null);

  useEffect(() => {
    if (value === null) return;
    const timer = setTimeout(() => setValue(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [value]);

  async function show() {
    try {
      setValue((await readSecret(ref, name)) ?? '');
    } catch (error) {
      toast.failure('Not shown.', describeFailure(error));
    }
  }

  return (
    <li className="flex items-center gap-1">
      <span className="wrap-anywhere min-w-0 flex-1 font-mono text-sm">
        {name} <span className="whitespace-pre-wrap text-muted">{value === null ? '••••••••' : value}</span>
      </span>
      <IconButton
        label={value === null ? `Show ${name}` : `Hide ${name}`}
        icon={<Eye />}
        onClick={() => (value === null ? void show() : setValue(null))}
      />
      <IconButton
        label={`Change ${name}`}
        icon={<Pencil />}
        onClick={() => {
          // What is shown would be the old one.
          setValue(null);
          onEdit();
        }}
      />
      <IconButton label={`Delete ${name}`} icon={<Trash2 />} onClick={onDelete} />
    </li>
  );
}
