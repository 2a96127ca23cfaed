'use client';

import { Button } from '#components/ui/button.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { CodeEditor } from '#components/ui/code-editor.tsx';
import { SelectField } from '#components/ui/select-field.tsx';
import { TagList } from '#components/ui/tag-list.tsx';
import { TextArea } from '#components/ui/text-area.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { BUILT_IN_SERVER } from '#lib/letta/servers.ts';
import { limitProblem, type SchemaReading, type ToolDraft } from './tool-draft.ts';

interface ToolSettingsProps {
  serverId: string;
  draft: ToolDraft;
  onChange: (change: Partial<ToolDraft>) => void;
}

/** What a tool has beside its source. */
export function ToolSettings({ serverId, draft, onChange }: ToolSettingsProps) {
  const isBuiltIn = serverId === BUILT_IN_SERVER;
  return (
    <div className="flex flex-col gap-4">
      <SelectField
        label="Language"
        value={draft.sourceType}
        onValueChange={(next) => onChange({ sourceType: next === 'typescript' ? 'typescript' : 'python' })}
        hint={isBuiltIn ? 'The built-in server runs Python only.' : undefined}
        options={[
          { value: 'python', label: 'Python' },
          { value: 'typescript', label: 'TypeScript', disabled: isBuiltIn && draft.sourceType !== 'typescript' },
        ]}
      />
      <TagList label="Tags" values={draft.tags} onValuesChange={(tags) => onChange({ tags })} />
      <TextArea
        label="Python packages"
        hint="One a line: name, or name==1.2. They are installed when the tool first runs."
        mono
        autoGrow
        rows={2}
        value={draft.requirements}
        onValueChange={(requirements) => onChange({ requirements })}
      />
      <TextField
        label="Longest return, in characters"
        hint="Longer returns are cut before the model sees them."
        inputMode="numeric"
        value={draft.returnLimit}
        onValueChange={(returnLimit) => onChange({ returnLimit: returnLimit.trim() })}
        error={limitProblem(draft)}
      />
      <Checkbox
        label="Ask a person before it runs"
        hint="For agents that get the tool from now on. Those that have it keep their own switch."
        checked={draft.asksFirst}
        onCheckedChange={(asksFirst) => onChange({ asksFirst })}
      />
      <Checkbox
        label="May run beside other calls"
        hint="Several calls of one step then run at the same time."
        checked={draft.runsInParallel}
        onCheckedChange={(runsInParallel) => onChange({ runsInParallel })}
      />
    </div>
  );
}

interface ToolSchemaProps {
  draft: ToolDraft;
  schema: SchemaReading;
  onChange: (change: Partial<ToolDraft>) => void;
}

/** The schema the model gets: read from the source, or written by hand. */
export function ToolSchema({ draft, schema, onChange }: ToolSchemaProps) {
  const isOwn = draft.schemaText !== null;
  const derived = schema.ok ? JSON.stringify(schema.schema, null, 2) : '';
  return (
    <div className="flex flex-col gap-2">
      <p className="text-muted text-sm">
        {isOwn
          ? 'Written by hand: changes to the source do not change it.'
          : 'Read from the last function of the source: its docstring and types.'}
      </p>
      <CodeEditor
        label="Schema of the tool"
        className="h-96"
        language="json"
        value={draft.schemaText ?? derived}
        readOnly={!isOwn}
        onValueChange={(schemaText) => {
          if (isOwn) onChange({ schemaText });
        }}
      />
      <Button
        size="sm"
        className="self-start"
        disabledReason={!isOwn && !schema.ok ? 'There is no schema to begin with yet' : undefined}
        onClick={() => onChange({ schemaText: isOwn ? null : derived })}
      >
        {isOwn ? 'Read it from the source again' : 'Write it by hand'}
      </Button>
    </div>
  );
}
