'use client';

import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useRef, useState } from 'react';
import { useThreadRef } from '#components/session/agent-session.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { ErrorNote } from '#components/ui/error-note.tsx';
import { saveFile } from '#components/ui/save-file.ts';
import { formatNumber } from '#lib/format.ts';
import { agentQuery } from '#lib/letta/agents.ts';
import { describeFailure, type Failure } from '#lib/letta/describe-failure.ts';
import { readHistoryPage } from '#lib/letta/messages.ts';
import type { LettaMessage } from '#lib/runs/letta-message.ts';
import { exportMarkdown } from './export-markdown.ts';
import { joinPages } from './merge-transcript.ts';

interface ExportDialogProps {
  format: 'markdown' | 'json';
  onClose: () => void;
}

/** Reads the whole history, page by page, and hands it over as a file. */
export function ExportDialog({ format, onClose }: ExportDialogProps) {
  const ref = useThreadRef();
  const agent = useQuery(agentQuery(ref));
  const [count, setCount] = useState<number | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const reading = useRef(new AbortController());
  const name = agent.data?.name ?? ref.agentId;

  async function run() {
    setFailure(null);
    setCount(0);
    try {
      const messages = await readAll(ref, { onCount: setCount, signal: reading.current.signal });
      if (format === 'json')
        saveFile(`${name}.json`, JSON.stringify({ agent: ref, messages }, null, 2), 'application/json');
      else saveFile(`${name}.md`, exportMarkdown({ title: name, messages }), 'text/markdown');
      onClose();
    } catch (error) {
      if (!reading.current.signal.aborted) setFailure(describeFailure(error));
      setCount(null);
    }
  }

  function close() {
    reading.current.abort();
    onClose();
  }

  return (
    <Dialog
      size="sm"
      title={format === 'json' ? 'Export as JSON' : 'Export as Markdown'}
      description="The whole history of this conversation, read from the server."
      onClose={close}
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button variant="primary" icon={<Download />} busy={count !== null} onClick={() => void run()}>
            Export
          </Button>
        </>
      }
    >
      {count !== null ? <p role="status">{formatNumber(count)} messages read…</p> : null}
      {failure ? <ErrorNote {...failure} /> : null}
    </Dialog>
  );
}

interface ReadOptions {
  onCount: (count: number) => void;
  signal: AbortSignal;
}

async function readAll(
  ref: ReturnType<typeof useThreadRef>,
  { onCount, signal }: ReadOptions,
): Promise<LettaMessage[]> {
  const pages: LettaMessage[][] = [];
  for (let before: string | null = null; ; ) {
    const page: LettaMessage[] = await readHistoryPage(ref, { before, signal });
    const oldest: string | undefined = page[0]?.id;
    if (!oldest || oldest === before) break;
    pages.push(page);
    onCount(pages.reduce((sum, each) => sum + each.length, 0));
    before = oldest;
  }
  return joinPages(pages);
}
