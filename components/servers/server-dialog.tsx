'use client';

import { useMutation } from '@tanstack/react-query';
import { Check, CircleAlert } from 'lucide-react';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { ErrorNote } from '#components/ui/error-note.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { describeFailure, problemField } from '#lib/letta/describe-failure.ts';
import {
  type ServerInput,
  type ServerRecord,
  type ServerStatus,
  saveServerMutation,
  testServer,
} from '#lib/letta/servers.ts';

interface ServerDialogProps {
  /** The connection to change; null for a new one. */
  server: ServerRecord | null;
  onClose: () => void;
  onSaved?: (server: ServerRecord) => void;
}

/** A connection to a Letta server. It can be tried before it is saved; its key never comes back to the browser. */
export function ServerDialog({ server, onClose, onSaved }: ServerDialogProps) {
  const [name, setName] = useState(server?.name ?? '');
  const [url, setUrl] = useState(server?.url ?? '');
  const [key, setKey] = useState('');
  const save = useMutation(saveServerMutation(server?.id ?? null));
  const test = useMutation({ mutationFn: testServer });
  const typedKey = key ? { key } : {};
  const urlError = problemField(save.error ?? test.error, 'url');
  const isComplete = name.trim() !== '' && url.trim() !== '';

  async function submit() {
    const input: ServerInput = { name: name.trim(), url: url.trim(), ...typedKey };
    const saved = await save.mutateAsync(input);
    onSaved?.(saved);
  }

  return (
    <FormDialog
      title={server ? `Edit ${server.name}` : 'Add a Letta server'}
      description="Self-hosted Letta 0.16.x or Letta Cloud. Everything goes through this machine's Letta ADE process."
      submitLabel={server ? 'Save' : 'Add server'}
      disabledReason={isComplete ? undefined : 'Enter a name and a URL'}
      onSubmit={submit}
      onClose={onClose}
      describeError={(error) => (problemField(error, 'url') ? null : describeFailure(error))}
      extraAction={
        <Button
          className="mr-auto"
          busy={test.isPending}
          disabledReason={url.trim() ? undefined : 'Enter a URL first'}
          onClick={() => test.mutate({ url: url.trim(), ...typedKey, ...(server ? { id: server.id } : {}) })}
        >
          Test connection
        </Button>
      }
    >
      <TextField label="Name" value={name} onValueChange={setName} placeholder="My server" maxLength={80} />
      <TextField
        label="URL"
        mono
        inputMode="url"
        value={url}
        onValueChange={setUrl}
        placeholder="https://letta.example.com/prefix"
        hint="With the port, and the path prefix if there is one."
        error={urlError}
      />
      <TextField
        label="Password or API key"
        type="password"
        value={key}
        onValueChange={setKey}
        autoComplete="new-password"
        placeholder={server?.hasKey ? 'Saved. Type to replace it' : 'Leave empty for an open server'}
        hint={
          server?.hasKey
            ? 'It is bound to this address: another host or port needs it again.'
            : 'Kept in a file only you can read, never shown again.'
        }
      />
      {test.data ? <TestResult status={test.data} /> : null}
      {test.error && !urlError ? <ErrorNote {...describeFailure(test.error)} /> : null}
    </FormDialog>
  );
}

function TestResult({ status }: { status: ServerStatus }) {
  return status.ok ? (
    <p role="status" className="flex items-center gap-2 text-success">
      <Check className="size-4" />
      Letta {status.version} answers in {status.latencyMs} ms.
    </p>
  ) : (
    <p role="alert" className="flex items-start gap-2 text-danger">
      <CircleAlert className="mt-0.5 size-4 shrink-0" />
      <span>
        {status.message} <span className="text-muted">{status.next}</span>
      </span>
    </p>
  );
}
