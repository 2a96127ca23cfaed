'use client';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { ErrorNote } from '#components/ui/error-note.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { describeFailure, problemField } from '#lib/letta/describe-failure.ts';
import { type ServerRecord, saveServerMutation, testServer } from '#lib/letta/servers.ts';
import { CertificateNote } from './certificate-note.tsx';
import { ConnectionDetailsFields } from './connection-details-fields.tsx';
import { type ConnectionForm, changeForm, formOf, toInput, toTestInput } from './connection-form.ts';
import { PlainHttpNote } from './plain-http-note.tsx';
import { TestResult } from './test-result.tsx';
import { TroubleHelp } from './trouble-help.tsx';

/** Those that show what is wrong with them. */
const FIELDS = ['url', 'project', 'actingUser', 'plainHttp'];

interface ServerDialogProps {
  /** The connection to change; null for a new one. */
  server: ServerRecord | null;
  onClose: () => void;
  onSaved?: (server: ServerRecord) => void;
}

/** A connection to a Letta server. It can be tried before it is saved; its key never comes back to the browser. */
export function ServerDialog({ server, onClose, onSaved }: ServerDialogProps) {
  const [form, setForm] = useState(() => formOf(server));
  const save = useMutation(saveServerMutation(server?.id ?? null));
  const test = useMutation({ mutationFn: testServer });
  const error = save.error ?? test.error;
  const urlError = problemField(error, 'url');
  const hasUrl = form.url.trim() !== '';
  const isComplete = form.name.trim() !== '' && hasUrl;
  const change = (changed: Partial<ConnectionForm>) => setForm((before) => changeForm(before, changed));
  const tryOut = (wanted: ConnectionForm) =>
    test.mutate({ ...toTestInput(wanted), ...(server ? { id: server.id } : {}) });

  // What another address showed may not be trusted for this one.
  const isCurrent = test.variables?.url === form.url.trim();
  const shown = isCurrent && test.data?.ok === false ? test.data.certificate : undefined;

  async function submit() {
    const saved = await save.mutateAsync(toInput(form));
    onSaved?.(saved);
  }

  const tried = save.error ? save.variables : test.variables;
  const exposed = tried?.url === form.url.trim() ? problemField(error, 'plainHttp') : undefined;

  /** A decision about this address, which the next test shows the outcome of. */
  function decide(decision: Partial<ConnectionForm>) {
    const decided = { ...form, ...decision };
    setForm(decided);
    save.reset();
    tryOut(decided);
  }

  return (
    <FormDialog
      title={server ? `Edit ${server.name}` : 'Add a Letta server'}
      description="Self-hosted Letta 0.16.x or Letta Cloud. Everything goes through this machine's Letta ADE process."
      submitLabel={server ? 'Save' : 'Add server'}
      disabledReason={isComplete ? undefined : 'Enter a name and a URL'}
      onSubmit={submit}
      onClose={onClose}
      describeError={(failure) =>
        FIELDS.some((field) => problemField(failure, field)) ? null : describeFailure(failure)
      }
      extraAction={
        <Button
          className="mr-auto"
          busy={test.isPending}
          disabledReason={hasUrl ? undefined : 'Enter a URL first'}
          onClick={() => tryOut(form)}
        >
          Test connection
        </Button>
      }
    >
      <TextField
        label="Name"
        value={form.name}
        onValueChange={(name) => change({ name })}
        placeholder="My server"
        maxLength={80}
      />
      <TextField
        label="URL"
        mono
        inputMode="url"
        value={form.url}
        onValueChange={(url) => change({ url })}
        placeholder="https://letta.example.com/prefix"
        hint="With the port, and the path prefix if there is one."
        error={urlError}
      />
      <TextField
        label="Password or API key"
        type="password"
        value={form.key}
        onValueChange={(key) => change({ key })}
        autoComplete="new-password"
        placeholder={server?.hasKey ? 'Saved. Type to replace it' : 'Leave empty for an open server'}
        hint={
          server?.hasKey
            ? 'It is bound to this address: another host or port needs it again.'
            : 'Kept in a file only you can read, never shown again.'
        }
      />
      <ConnectionDetailsFields form={form} isOpen={hasDetails(server)} error={error} onChange={change} />
      <TroubleHelp serverId={server?.id ?? null} />
      {exposed ? <PlainHttpNote reason={exposed} onAllow={() => decide({ plainHttp: true })} /> : null}
      {test.data ? (
        <TestResult status={test.data} url={test.variables.url} isPinned={Boolean(test.variables.certificate)} />
      ) : null}
      {shown ? (
        <CertificateNote certificate={shown} onTrust={() => decide({ certificate: shown.fingerprint })} />
      ) : null}
      {test.error && !FIELDS.some((field) => problemField(test.error, field)) ? (
        <ErrorNote {...describeFailure(test.error)} />
      ) : null}
    </FormDialog>
  );
}

function hasDetails(server: ServerRecord | null): boolean {
  const { project, actingUser, keyHeader, color, certificate } = server ?? {};
  return [project, actingUser, keyHeader, color, certificate].some(Boolean);
}
