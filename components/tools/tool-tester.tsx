'use client';

import { Play } from 'lucide-react';
import { useState } from 'react';
import { ArgsForm } from '#components/session/args-form.tsx';
import { dropDraft, keepDraft, useDraft } from '#components/session/draft-store.ts';
import { type EnvVar, EnvVars, toEnv } from '#components/session/env-vars.tsx';
import { parseArgs } from '#components/session/parse-args.ts';
import { RunResult } from '#components/session/run-result.tsx';
import { RunningBar } from '#components/session/running-bar.tsx';
import { useCapability } from '#components/session/use-capability.ts';
import { useToolRun } from '#components/session/use-tool-run.ts';
import { Button } from '#components/ui/button.tsx';
import { CodeButton } from '#components/ui/code-button.tsx';
import { ErrorNote } from '#components/ui/error-note.tsx';
import { SelectField } from '#components/ui/select-field.tsx';
import { runAgentTool, runToolSource, type ToolRun } from '#lib/letta/tool-runs.ts';
import { CopyToSecrets } from './copy-to-secrets.tsx';
import { PastRuns } from './past-runs.tsx';
import { SandboxNote } from './sandbox-note.tsx';
import { SaveCaseButton } from './save-case-button.tsx';
import { type SchemaReading, type ToolDraft, toTrial } from './tool-draft.ts';
import { rememberRun } from './tool-runs-store.ts';

interface ToolTesterProps {
  serverId: string;
  /** Names the tool among drafts and past tries. */
  toolKey: string;
  draft: ToolDraft;
  schema: SchemaReading;
  /** The open agent; null in the library. */
  agentId: string | null;
  /** Why the tool cannot be run with the agent's state; undefined when it can. */
  whyNotWithAgent: string | undefined;
}

/** Runs the tool as it is written, with arguments from its schema, and shows all that came of it. */
export function ToolTester({ serverId, toolKey, draft, schema, agentId, whyNotWithAgent }: ToolTesterProps) {
  const owner = { serverId, agentId: 'tools' };
  const argsName = `${toolKey}-args`;
  const text = useDraft(owner, argsName)?.text ?? '{}';
  const setText = (next: string) =>
    next.trim() === '{}' ? dropDraft(owner, argsName) : keepDraft(owner, argsName, { text: next, base: '' });
  const [vars, setVars] = useState<EnvVar[]>([]);
  const [wish, setWish] = useState<'source' | 'agent'>('source');
  const { state, start, cancel } = useToolRun();
  const whyNotHere = useCapability(serverId, 'try-tool').offReason;
  const whyNotThere = useCapability(serverId, 'try-with-agent').offReason ?? whyNotWithAgent;
  const place = agentId !== null && whyNotThere === undefined ? wish : 'source';
  const args = parseArgs(text);

  async function run() {
    if (!args.ok || !schema.ok) return;
    const call = (signal: AbortSignal): Promise<ToolRun> =>
      place === 'agent' && agentId
        ? runAgentTool({ serverId, agentId }, { name: schema.name, args: args.args }, signal)
        : runToolSource(serverId, toTrial(draft, args.args, toEnv(vars)), signal);
    const result = await start(call);
    if (result) rememberRun(toolKey, text, result);
  }

  const problem =
    (place === 'source' ? whyNotHere : undefined) ??
    (schema.ok ? (args.ok ? undefined : args.problem) : 'Correct the source first');
  return (
    <div className="flex flex-col gap-4">
      <ArgsForm schema={schema.ok ? schema.schema : null} text={text} onChange={setText} />
      {agentId === null ? null : (
        <SelectField
          label="Run with"
          value={place}
          onValueChange={(next) => setWish(next === 'agent' ? 'agent' : 'source')}
          hint={whyNotThere}
          options={[
            { value: 'source', label: 'The source as written, without the agent' },
            {
              value: 'agent',
              label: "The saved tool, with the agent's state and variables",
              disabled: whyNotThere !== undefined,
            },
          ]}
        />
      )}
      {place === 'source' ? (
        <>
          <EnvVars vars={vars} onChange={setVars} />
          {agentId === null ? null : <CopyToSecrets agentRef={{ serverId, agentId }} vars={vars} />}
        </>
      ) : null}
      <div className="flex flex-wrap items-center gap-2">
        {state.is === 'running' ? (
          <RunningBar onCancel={cancel} />
        ) : (
          <Button variant="primary" icon={<Play />} disabledReason={problem} onClick={() => void run()}>
            Run
          </Button>
        )}
        {args.ok && schema.ok ? (
          <CodeButton
            title="Run this tool"
            call={() => ({
              method: 'POST',
              path: '/v1/tools/run',
              body: { source_code: draft.source, source_type: draft.sourceType, args: args.args },
            })}
          />
        ) : null}
        {args.ok && schema.ok ? (
          <SaveCaseButton
            tool={{ serverId, toolName: schema.name }}
            args={args.args}
            run={state.is === 'done' ? state.run : null}
          />
        ) : null}
      </div>
      {state.is === 'done' ? <RunResult run={state.run} /> : null}
      {state.is === 'failed' ? <ErrorNote {...state.failure} /> : null}
      {state.is === 'cancelled' ? (
        <p role="status" className="text-sm text-warning">
          Cancelled. The built-in server stops the tool; others may let it run to its end.
        </p>
      ) : null}
      <SandboxNote serverId={serverId} />
      <PastRuns toolKey={toolKey} onUse={setText} />
    </div>
  );
}
