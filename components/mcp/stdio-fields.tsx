'use client';

import { EnvVars } from '#components/session/env-vars.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { TextArea } from '#components/ui/text-area.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { VisibleText } from '#components/ui/visible-text.tsx';
import type { McpDraft } from './mcp-draft.ts';

interface StdioFieldsProps {
  draft: McpDraft;
  onChange: (part: Partial<McpDraft>) => void;
  /** What would be run. */
  commandLine: string;
  /** Null when it is the saved one, which was confirmed before. */
  confirmation: { isGiven: boolean; onChange: (isGiven: boolean) => void } | null;
}

/** An MCP server that is a program on the machine of the Letta server. */
export function StdioFields({ draft, onChange, commandLine, confirmation }: StdioFieldsProps) {
  return (
    <>
      <TextField
        label="Command"
        mono
        placeholder="npx"
        value={draft.command}
        onValueChange={(command) => onChange({ command })}
      />
      <TextArea
        label="Arguments, one per line"
        mono
        autoGrow
        rows={2}
        boxClassName="max-h-48"
        placeholder={'-y\n@modelcontextprotocol/server-everything'}
        value={draft.argsText}
        onValueChange={(argsText) => onChange({ argsText })}
      />
      <EnvVars vars={draft.env} onChange={(env) => onChange({ env })} />
      {draft.command.trim() === '' ? null : (
        <section
          aria-label="What is run"
          className="flex flex-col gap-2 rounded-lg border border-warning/25 bg-warning-soft p-3"
        >
          <p className="text-sm">
            This program is run on the machine of the Letta server, with the rights of that server:
          </p>
          <code className="wrap-anywhere whitespace-pre-wrap font-mono text-sm">
            <VisibleText text={commandLine} />
          </code>
          {confirmation ? (
            <Checkbox
              label="I have read this command, and it may run"
              checked={confirmation.isGiven}
              onCheckedChange={confirmation.onChange}
            />
          ) : null}
        </section>
      )}
    </>
  );
}
