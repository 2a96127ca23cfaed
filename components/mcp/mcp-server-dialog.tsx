'use client';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useCapability } from '#components/session/use-capability.ts';
import { Button } from '#components/ui/button.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { SelectField } from '#components/ui/select-field.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { describeMcpFailure, isStdioRefusal } from '#lib/letta/describe-mcp-failure.ts';
import { commandLineOf, type McpConfig, type McpServer } from '#lib/letta/mcp-config.ts';
import { saveMcpServerMutation } from '#lib/letta/mcp-servers.ts';
import { ConnectionTestResult } from './connection-test-result.tsx';
import { HttpFields } from './http-fields.tsx';
import { type McpDraft, toDraft, toInput, whyNotSave, whyNotTest } from './mcp-draft.ts';
import type { McpPreset } from './mcp-presets.ts';
import { StdioFields } from './stdio-fields.tsx';
import { useConnectionTest } from './use-connection-test.ts';

interface McpServerDialogProps {
  serverId: string;
  /** A saved server to change, a preset to begin with, or null for an empty form. */
  from: McpServer | McpPreset | null;
  onClose: () => void;
  onSaved: (key: string) => void;
}

const KINDS: { value: McpConfig['kind']; label: string }[] = [
  { value: 'streamable_http', label: 'Web address (streamable HTTP)' },
  { value: 'sse', label: 'Web address, older (SSE)' },
  { value: 'stdio', label: 'Program on the machine of the server (stdio)' },
];
const STDIO_OFF = 'This server runs no programs as MCP servers';

/** An MCP server: where it is and what it is told. It can be tried before it is saved. */
export function McpServerDialog({ serverId, from, onClose, onSaved }: McpServerDialogProps) {
  const saved = from !== null && 'config' in from ? from : null;
  const [draft, setDraft] = useState<McpDraft>(() => toDraft(from));
  const [confirmed, setConfirmed] = useState<string | null>(null);
  const save = useMutation(saveMcpServerMutation(serverId, saved));
  const test = useConnectionTest(serverId);
  const canTest = useCapability(serverId, 'mcp-test');
  const input = toInput(draft);
  const runKey = runKeyOf(input.config);
  const isKnown = saved !== null && runKey === runKeyOf(saved.config);
  const refusesStdio = isStdioRefusal(save.error) || (test.state.is === 'failed' && test.state.refusesStdio);

  function change(part: Partial<McpDraft>) {
    setDraft({ ...draft, ...part });
    // What was found is no longer about what is entered; a try that runs still is.
    if (test.state.is !== 'running' && !('name' in part) && !refusesStdio) test.forget();
  }

  const whyNotRun =
    runKey === null
      ? undefined
      : refusesStdio
        ? STDIO_OFF
        : isKnown || confirmed === runKey
          ? undefined
          : 'Confirm the command first';
  return (
    <FormDialog
      title={saved ? `Edit ${saved.name}` : 'Add an MCP server'}
      description="Its tools join the library of this server, and agents that have them call it."
      submitLabel={saved ? 'Save' : 'Add server'}
      disabledReason={whyNotSave(draft) ?? whyNotRun}
      onSubmit={async () => onSaved(await save.mutateAsync(input))}
      onClose={() => {
        test.cancel();
        onClose();
      }}
      describeError={describeMcpFailure}
      extraAction={
        <Button
          className="mr-auto"
          busy={test.state.is === 'running'}
          disabledReason={canTest.offReason ?? whyNotTest(draft) ?? whyNotRun}
          onClick={() => void test.start({ ...input, name: saved?.name ?? (input.name || 'test') })}
        >
          Test connection
        </Button>
      }
    >
      <TextField
        label="Name"
        value={draft.name}
        onValueChange={(name) => change({ name })}
        placeholder="my-server"
        maxLength={100}
      />
      <SelectField
        label="Kind"
        value={draft.kind}
        onValueChange={(kind) => change({ kind: KINDS.find(({ value }) => value === kind)?.value ?? draft.kind })}
        options={KINDS}
        hint={draft.kind === 'sse' ? 'Most servers have moved on to streamable HTTP.' : undefined}
      />
      {draft.kind === 'stdio' ? (
        <StdioFields
          draft={draft}
          onChange={change}
          commandLine={shownLineOf(input.config)}
          confirmation={
            isKnown
              ? null
              : { isGiven: confirmed === runKey, onChange: (isGiven) => setConfirmed(isGiven ? runKey : null) }
          }
        />
      ) : (
        <HttpFields
          draft={draft}
          onChange={change}
          tokenPlaceholder={from !== null && 'tokenPlaceholder' in from ? from.tokenPlaceholder : undefined}
        />
      )}
      {test.state.is === 'idle' ? null : (
        <ConnectionTestResult key={test.state.is} test={test.state} onCancel={test.cancel} />
      )}
    </FormDialog>
  );
}

/** All that decides what a program does; null for a web address. */
function runKeyOf(config: McpConfig): string | null {
  return config.kind === 'stdio' ? JSON.stringify([config.command, config.args, config.env]) : null;
}

/** The same to be read: the values of variables may be secrets. */
function shownLineOf(config: McpConfig): string {
  if (config.kind !== 'stdio') return '';
  return [...Object.keys(config.env).map((name) => `${name}=•••`), commandLineOf(config)].join(' ');
}
