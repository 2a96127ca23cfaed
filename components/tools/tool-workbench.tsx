'use client';

import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useMemo, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { CodeButton } from '#components/ui/code-button.tsx';
import { CodeEditor } from '#components/ui/code-editor.tsx';
import { ErrorNote } from '#components/ui/error-note.tsx';
import { Tabs } from '#components/ui/tabs.tsx';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { type Tool, toolByNameQuery } from '#lib/letta/tools.ts';
import { AttachmentBar } from './attachment-bar.tsx';
import { ToolCasesPanel } from './tool-cases-panel.tsx';
import { limitProblem, readSchema, type SchemaReading, toParams } from './tool-draft.ts';
import { ToolSchema, ToolSettings } from './tool-settings.tsx';
import { ToolTester } from './tool-tester.tsx';
import { useSaveTool } from './use-save-tool.ts';
import { useToolDraft } from './use-tool-draft.ts';

const TABS = ['test', 'cases', 'schema', 'settings'] as const;
type TabId = (typeof TABS)[number];

interface ToolWorkbenchProps {
  serverId: string;
  /** Null for a new one. */
  tool: Tool | null;
  /** The open agent; null in the library. */
  agentId: string | null;
  onSaved: (tool: Tool) => void;
}

/** Write, test and keep a tool. Its schema is read from the source while one types; nothing runs by itself. */
export function ToolWorkbench({ serverId, tool, agentId, onSaved }: ToolWorkbenchProps) {
  const { draft, isChanged, isStale, change, settle, drop } = useToolDraft(serverId, tool);
  const [tab, setTab] = useState<TabId>('test');
  const shown = useDeferredValue(draft);
  const schema = useMemo(() => readSchema(shown), [shown]);
  const markers = useMemo(() => markersOf(schema), [schema]);
  const newName = tool === null && schema.ok ? schema.name : '';
  const taken = useQuery({ ...toolByNameQuery(serverId, newName), enabled: newName !== '' });
  const isTaken = newName !== '' && Boolean(taken.data);
  const saving = useSaveTool({
    ...{ serverId, tool, agentId },
    onSaved: (saved, sent) => {
      settle(sent, saved);
      onSaved(saved);
    },
  });
  const problem = schema.ok ? limitProblem(draft) : schema.message;
  const whyNotSave = problem ?? (isChanged || !tool ? renamed(tool, schema) : 'Nothing is changed');
  function save() {
    // What is shown may be a key behind: the schema that is saved is that of the source that is saved.
    const now = readSchema(draft);
    if (whyNotSave === undefined && now.ok && renamed(tool, now) === undefined) saving.save(draft, now.schema);
  }

  return (
    <div className="grid min-h-0 gap-4 lg:grid-cols-2">
      <div className="flex min-h-0 min-w-0 flex-col gap-2">
        <CodeEditor
          label="Source of the tool"
          className="h-80 lg:h-[60vh]"
          language={draft.sourceType === 'python' ? 'python' : 'plaintext'}
          lineNumbers
          value={draft.source}
          onValueChange={(source) => change({ source })}
          onSave={save}
          markers={markers}
        />
        <SchemaLine schema={schema} />
        {isTaken ? (
          <p role="status" className="text-sm text-warning">
            There is a tool called {newName}. Creating this one replaces it for every agent that has it.
          </p>
        ) : null}
        {isStale ? (
          <p role="status" className="text-sm text-warning">
            Somebody else saved this tool since you began. Saving replaces their version with yours; Revert shows
            theirs.
          </p>
        ) : null}
        <div className="flex flex-wrap items-center gap-2">
          {tool && agentId ? <AttachmentBar agentRef={{ serverId, agentId }} tool={tool} /> : null}
          <span className="ml-auto flex flex-wrap gap-2">
            <CodeButton
              title="Save this tool"
              call={() => ({
                method: 'PUT',
                path: '/v1/tools/',
                body: toParams(draft, schema.ok ? schema.schema : {}),
                sdk: { method: 'tools.upsert', args: [] },
              })}
            />
            <Button disabledReason={isChanged ? undefined : 'Nothing is changed'} onClick={drop}>
              Revert
            </Button>
            <Button variant="primary" busy={saving.isSaving} disabledReason={whyNotSave} onClick={save}>
              {labelOf({ isSaved: tool !== null, isTaken, hasAgent: agentId !== null })}
            </Button>
          </span>
        </div>
        {saving.error ? <ErrorNote {...describeFailure(saving.error)} /> : null}
      </div>
      <Tabs
        label="Parts of the tool"
        value={tab}
        onValueChange={setTab}
        panelClassName="pt-3"
        tabs={[
          {
            id: 'test',
            label: 'Test',
            content: (
              <ToolTester
                key={tool?.id ?? 'new'}
                serverId={serverId}
                toolKey={tool?.id ?? 'new'}
                draft={draft}
                schema={schema}
                agentId={agentId}
                whyNotWithAgent={
                  tool && !isChanged ? undefined : 'Save the tool and attach it to run it with the agent.'
                }
              />
            ),
          },
          {
            id: 'cases',
            label: 'Cases',
            content: (
              <ToolCasesPanel
                tool={{ serverId, toolName: tool?.name ?? (schema.ok ? schema.name : 'new') }}
                draft={draft}
                whyNot={schema.ok ? undefined : 'Correct the source first'}
              />
            ),
          },
          { id: 'schema', label: 'Schema', content: <ToolSchema draft={draft} schema={schema} onChange={change} /> },
          {
            id: 'settings',
            label: 'Settings',
            content: <ToolSettings serverId={serverId} draft={draft} onChange={change} />,
          },
        ]}
      />
    </div>
  );
}

function labelOf({ isSaved, isTaken, hasAgent }: { isSaved: boolean; isTaken: boolean; hasAgent: boolean }): string {
  if (isSaved) return 'Save';
  return `${isTaken ? 'Replace' : 'Create'}${hasAgent ? ' and attach' : ''}`;
}

function SchemaLine({ schema }: { schema: SchemaReading }) {
  if (!schema.ok)
    return (
      <p role="status" className="text-danger text-sm">
        {schema.line === null ? '' : `Line ${schema.line}: `}
        {schema.message}
      </p>
    );
  return (
    <p role="status" className="text-muted text-sm">
      The model will see <code className="font-mono">{signature(schema)}</code>
    </p>
  );
}

function signature({ name, schema }: Extract<SchemaReading, { ok: true }>): string {
  const parameters = asRecord(schema['parameters']);
  const required = Array.isArray(parameters['required']) ? parameters['required'] : [];
  const names = Object.keys(asRecord(parameters['properties'])).map((each) =>
    required.includes(each) ? each : `${each}?`,
  );
  return `${name}(${names.join(', ')})`;
}

function markersOf(schema: SchemaReading) {
  return schema.ok || schema.line === null
    ? []
    : [{ line: schema.line, column: schema.column, message: schema.message }];
}

/** A tool keeps its name: agents and rules know it by that. */
function renamed(tool: Tool | null, schema: SchemaReading): string | undefined {
  if (!tool?.name || !schema.ok || schema.name === tool.name) return undefined;
  return `The function is called ${schema.name} now. A tool keeps its name, ${tool.name}: make a new tool for another`;
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
