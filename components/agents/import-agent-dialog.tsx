'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { FileField } from '#components/ui/file-field.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { UntrustedLink } from '#components/ui/untrusted-link.tsx';
import { customTools, type FileReading } from '#lib/agent-file/agent-file.ts';
import { prepareBeside, readBeside } from '#lib/agent-file/read-beside.ts';
import { formatBytes } from '#lib/format.ts';
import { aboutQuery } from '#lib/letta/about.ts';
import { importAgentFile } from '#lib/letta/agent-file.ts';
import { agentKeys } from '#lib/letta/agents.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { BUILT_IN_SERVER } from '#lib/letta/servers.ts';
import { type Tool, toolKeys, toolsByNameQuery } from '#lib/letta/tools.ts';
import { routes } from '#lib/routes.ts';
import { type ImportForm, ImportReview, START } from './import-review.tsx';

const GALLERY = 'https://github.com/letta-ai/agent-file';
const LARGEST = 200 * 1024 * 1024;

interface ImportAgentDialogProps {
  serverId: string;
  onClose: () => void;
}

/** An agent from a file: first what is in it, then, only when confirmed, the import. */
export function ImportAgentDialog({ serverId, onClose }: ImportAgentDialogProps) {
  const router = useRouter();
  const client = useQueryClient();
  const [chosen, setChosen] = useState<File | null>(null);
  const [reading, setReading] = useState<FileReading | null>(null);
  const [isReading, setIsReading] = useState(false);
  const [form, setForm] = useState<ImportForm>(START);
  const [share, setShare] = useState<number | null>(null);
  const sending = useRef(new AbortController());
  const isBuiltIn = serverId === BUILT_IN_SERVER;
  const { data: about } = useQuery({ ...aboutQuery(), enabled: isBuiltIn });
  const hasTools = reading?.ok === true && customTools(reading.file.tools).length > 0;
  const isUnconfined = isBuiltIn && hasTools && about?.sandbox.kind !== 'sandboxed';

  async function choose(file: File) {
    setChosen(file);
    setForm(START);
    if (file.size > LARGEST) {
      setReading({ ok: false, problem: `The file is ${formatBytes(file.size)}. At most 200 MB can be imported.` });
      return;
    }
    setIsReading(true);
    try {
      setReading(await readBeside(file));
    } catch (error) {
      setReading({ ok: false, problem: error instanceof Error ? error.message : String(error) });
    }
    setIsReading(false);
  }

  async function run() {
    if (!reading?.ok || !chosen) return;
    const names = customTools(reading.file.tools).map((tool) => tool.name);
    const library = await client.fetchQuery(toolsByNameQuery(serverId, names));
    const kept = library.filter(({ name }) => !form.replacedTools.has(name ?? ''));
    const keptTools = new Map(kept.map((tool) => [tool.name ?? '', sourceFieldsOf(tool)]));
    const { withMessages } = form;
    const isWhole = withMessages && keptTools.size === 0;
    const content = isWhole ? chosen : await prepareBeside(chosen, { withMessages, keptTools });
    const [agentId] = await importAgentFile(
      serverId,
      { name: chosen.name, content },
      {
        name: form.name.trim(),
        embedding: form.embedding,
        copySuffix: form.copySuffix,
        replaceTools: true,
        secrets: Object.fromEntries(Object.entries(form.secrets).filter(([, value]) => value !== '')),
      },
      { onProgress: setShare, signal: sending.current.signal },
    );
    // The agent's page does not wait for lists that it does not show.
    void client.invalidateQueries({ queryKey: agentKeys.lists(serverId) });
    void client.invalidateQueries({ queryKey: toolKeys.all(serverId) });
    if (agentId) router.push(routes.agent(serverId, agentId));
  }

  return (
    <FormDialog
      size="lg"
      title="Import an agent"
      description={
        <>
          From an agent file (.af). Read it first: its tools will run on this server when the agent calls them. There
          are some to start with in <UntrustedLink href={GALLERY}>Letta's gallery of agent files</UntrustedLink>.
        </>
      }
      submitLabel="Import"
      disabledReason={whyNotImport({ reading, isReading, isUnread: isUnconfined && !form.hasReadTools })}
      describeError={describeFailure}
      onSubmit={run}
      onClose={() => {
        sending.current.abort();
        onClose();
      }}
    >
      <FileField label="Agent file" accept=".af,.json,application/json" onChoose={(file) => void choose(file)} />
      {isReading ? <p role="status">Reading the file…</p> : null}
      {reading && !reading.ok ? (
        <p role="alert" className="text-danger text-sm">
          {reading.problem}
        </p>
      ) : null}
      {reading?.ok ? (
        <ImportReview
          serverId={serverId}
          file={reading.file}
          form={form}
          isUnconfined={isUnconfined}
          onChange={(change) => setForm((before) => ({ ...before, ...change }))}
        />
      ) : null}
      {share === null ? null : <progress value={share} max={1} aria-label="Sending the file" className="w-full" />}
    </FormDialog>
  );
}

interface Obstacles {
  reading: FileReading | null;
  isReading: boolean;
  isUnread: boolean;
}

function whyNotImport({ reading, isReading, isUnread }: Obstacles): string | undefined {
  if (reading?.ok) return isUnread ? 'Read the source of its tools first' : undefined;
  return isReading ? 'The file is being read' : (reading?.problem ?? 'Choose a file first');
}

/** What of a library's tool goes into the file in place of the file's own. */
function sourceFieldsOf({ source_code, json_schema, description, tags, return_char_limit }: Tool) {
  return { source_code, json_schema, description, tags, return_char_limit };
}
