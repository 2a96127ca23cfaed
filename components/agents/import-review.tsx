'use client';

import { useQuery } from '@tanstack/react-query';
import { Badge } from '#components/ui/badge.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { SecretField } from '#components/ui/secret-field.tsx';
import { SelectField } from '#components/ui/select-field.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import type { AgentFile } from '#lib/agent-file/agent-file.ts';
import { formatNumber } from '#lib/format.ts';
import { embeddingModelsQuery, modelHandle, modelsQuery } from '#lib/letta/models.ts';
import { FileTools } from './file-tools.tsx';

/** What a person decided about an import. */
export interface ImportForm {
  name: string;
  embedding: string;
  copySuffix: boolean;
  withMessages: boolean;
  secrets: Record<string, string>;
  /** Names of the library's tools that the file's replace. */
  replacedTools: ReadonlySet<string>;
  hasReadTools: boolean;
}

export const START: ImportForm = {
  name: '',
  embedding: '',
  copySuffix: false,
  withMessages: true,
  secrets: {},
  replacedTools: new Set(),
  hasReadTools: false,
};

interface ImportReviewProps {
  serverId: string;
  file: AgentFile;
  form: ImportForm;
  /** Whether its tools will run without a sandbox. */
  isUnconfined: boolean;
  onChange: (change: Partial<ImportForm>) => void;
}

/** What is inside an agent file, and what is to become of it. */
export function ImportReview({ serverId, file, form, isUnconfined, onChange }: ImportReviewProps) {
  const models = useQuery(modelsQuery(serverId));
  const embeddings = useQuery(embeddingModelsQuery(serverId));
  const variables = [...new Set(file.agents.flatMap((agent) => agent.variables))];
  return (
    <div className="flex flex-col gap-4">
      <ul aria-label="Agents in the file" className="flex flex-col gap-2">
        {file.agents.map((agent) => (
          <li key={agent.name} className="rounded-md border border-border px-3 py-2">
            <p className="flex flex-wrap items-center gap-2">
              <span className="font-medium">{agent.name}</span>
              <Badge mono>{agent.agent_type || 'type not told'}</Badge>
              {agent.model && models.data && !models.data.some((model) => modelHandle(model) === agent.model) ? (
                <Badge tone="warning" title="Choose another after the import">
                  {agent.model} is not on this server
                </Badge>
              ) : (
                <Badge mono>{agent.model ?? 'model not told'}</Badge>
              )}
            </p>
            <p className="tabular mt-1 text-muted text-sm">
              {formatNumber(agent.messages)} messages, {formatNumber(agent.messagesInContext)} in context ·{' '}
              {agent.toolRules} rules · system prompt of {formatNumber(agent.system.length)} characters
            </p>
            <details className="mt-1">
              <summary className="min-h-6 cursor-pointer text-faint text-sm">System prompt</summary>
              <pre className="wrap-anywhere max-h-60 overflow-auto whitespace-pre-wrap rounded-md bg-surface-sunken p-2 font-mono text-sm">
                {agent.system}
              </pre>
            </details>
          </li>
        ))}
      </ul>
      <p className="text-muted text-sm">
        {file.blockLabels.length} memory blocks
        {file.blockLabels.length > 0 ? `: ${file.blockLabels.join(', ')}` : ''}
        {file.mcpServers > 0 ? ` · ${file.mcpServers} MCP servers, which are not connected by the import` : ''}
      </p>
      <FileTools
        serverId={serverId}
        tools={file.tools}
        replaced={form.replacedTools}
        onChange={(replacedTools) => onChange({ replacedTools })}
      />
      {isUnconfined ? (
        <Checkbox
          label="I have read the source of these tools"
          hint="There is no sandbox here: they run as you, and can read and change your files."
          checked={form.hasReadTools}
          onCheckedChange={(hasReadTools) => onChange({ hasReadTools })}
        />
      ) : null}
      {file.agents.length === 1 ? (
        <TextField
          label="Name"
          placeholder={file.agents[0]?.name}
          hint="Empty: the name in the file."
          value={form.name}
          onValueChange={(name) => onChange({ name })}
        />
      ) : null}
      <Checkbox
        label="Add “_copy” to the name"
        hint={form.name.trim() ? 'Only to the name in the file: you have given another.' : undefined}
        checked={form.copySuffix && !form.name.trim()}
        onCheckedChange={(copySuffix) => onChange({ copySuffix })}
        disabled={form.name.trim() !== ''}
      />
      <SelectField
        label="Embedding model"
        value={form.embedding}
        onValueChange={(embedding) => onChange({ embedding })}
        placeholder={`The file's own (${file.agents[0]?.embedding ?? 'none'})`}
        options={(embeddings.data ?? []).flatMap(({ handle }) => (handle ? [{ value: handle, label: handle }] : []))}
      />
      <Checkbox
        label="With its messages"
        checked={form.withMessages}
        onCheckedChange={(withMessages) => onChange({ withMessages })}
      />
      {variables.map((name) => (
        <SecretField
          key={name}
          label={`Variable ${name}`}
          hint="Its value is not in the file. Empty: it stays empty."
          value={form.secrets[name] ?? ''}
          onValueChange={(value) => onChange({ secrets: { ...form.secrets, [name]: value } })}
        />
      ))}
    </div>
  );
}
