'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { FileField } from '#components/ui/file-field.tsx';
import { FormDialog } from '#components/ui/form-dialog.tsx';
import { SelectField } from '#components/ui/select-field.tsx';
import { TagList } from '#components/ui/tag-list.tsx';
import { type DatedMemory, dateMemories } from '#lib/archival/dated-memories.ts';
import type { Chunking, ImportReading, NewMemory } from '#lib/archival/read-import.ts';
import { formatNumber } from '#lib/format.ts';
import { hasMemory } from '#lib/letta/archival.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { addPassage, refreshPassages } from '#lib/letta/passages.ts';

const LARGEST = 50 * 1024 * 1024;
const WAYS: Record<Chunking, string> = {
  paragraphs: 'Each paragraph',
  lines: 'Each line',
  size: 'Pieces of about 2,000 characters',
  whole: 'The whole file',
};

/** Adds memories from a file, after showing how many there are. It can be stopped, and goes on where it stopped. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const ref = useAgentRef();
  const client = useQueryClient();
  const [file, setFile] = useState<{ name: string; content: string } | null>(null);
  const [chunking, setChunking] = useState<Chunking>('paragraphs');
  const [reading, setReading] = useState<ImportReading | null>(null);
  const [tags, setTags] = useState<string[]>([]);
  const [done, setDone] = useState(0);
  const isStopped = useRef(false);
  const dated = useRef<DatedMemory[] | null>(null);
  /** The memory that was sent and not answered: it may have been added all the same. */
  const asked = useRef<number | null>(null);
  const isText = file !== null && !/\.(json|csv)$/i.test(file.name);

  async function read(next: { name: string; content: string }, way: Chunking) {
    const { readImport } = await import('#lib/archival/read-import.ts');
    setFile(next);
    setDone(0);
    dated.current = null;
    asked.current = null;
    setReading(readImport(next.name, next.content, way));
  }

  async function choose(chosen: File) {
    if (chosen.size > LARGEST)
      setReading({ ok: false, problem: 'The file is larger than 50 MB. Cut it into several.' });
    else await read({ name: chosen.name, content: await chosen.text() }, chunking);
  }

  async function run() {
    if (!reading?.ok) return;
    isStopped.current = false;
    // With a date of its own each can be found again, when the answer to its adding was lost.
    dated.current ??= dateMemories(reading.memories, Date.now());
    try {
      // Where it was stopped or failed before, it goes on from there.
      for (const [index, memory] of dated.current.entries()) {
        if (index < done) continue;
        if (isStopped.current) return;
        const isThere = asked.current === index && (await hasMemory(ref, memory, new AbortController().signal));
        asked.current = index;
        if (!isThere) await addPassage(ref, withTags(memory, tags));
        setDone(index + 1);
      }
    } finally {
      await refreshPassages(client, ref);
    }
  }

  const total = reading?.ok ? reading.memories.length : 0;
  return (
    <FormDialog
      title="Import memories"
      description="JSON, CSV with a column called text, or plain text. Nothing is added before you click on Import."
      submitLabel={done > 0 ? 'Go on' : 'Import'}
      disabledReason={reading?.ok ? undefined : (reading?.problem ?? 'Choose a file first')}
      describeError={describeFailure}
      onSubmit={run}
      onClose={() => {
        isStopped.current = true;
        onClose();
      }}
    >
      <FileField
        label="File"
        accept=".json,.csv,.txt,.md,text/plain,text/csv,application/json"
        onChoose={(chosen) => void choose(chosen)}
      />
      {isText ? (
        <SelectField
          label="What becomes a memory"
          value={chunking}
          onValueChange={(next) => {
            setChunking(next as Chunking);
            if (file) void read(file, next as Chunking);
          }}
          options={Object.entries(WAYS).map(([value, label]) => ({ value, label }))}
        />
      ) : null}
      <TagList label="Tags for all of them" values={tags} onValuesChange={setTags} />
      {reading && !reading.ok ? (
        <p role="alert" className="text-danger text-sm">
          {reading.problem}
        </p>
      ) : null}
      {reading?.ok ? <Preview memories={reading.memories} done={done} total={total} /> : null}
    </FormDialog>
  );
}

function Preview({ memories, done, total }: { memories: NewMemory[]; done: number; total: number }) {
  return (
    <div className="flex flex-col gap-2">
      <p role="status" className="tabular text-sm">
        {done > 0 ? `${formatNumber(done)} of ${formatNumber(total)} added` : `${formatNumber(total)} memories found`}
      </p>
      {done > 0 ? <progress value={done} max={total} aria-label="Import" className="w-full" /> : null}
      <ul className="flex flex-col gap-1 text-sm">
        {memories.slice(0, 3).map((memory, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two memories may say the same, and they do not move
          <li key={index} className="truncate text-muted">
            {memory.text}
          </li>
        ))}
      </ul>
    </div>
  );
}

function withTags(memory: NewMemory, tags: string[]): NewMemory {
  return { ...memory, tags: [...new Set([...memory.tags, ...tags])] };
}
