'use client';

import { Check, LoaderCircle, Wrench, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Badge } from '#components/ui/badge.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import type { ToolReturnPart } from '#lib/runs/letta-message.ts';
import { textOf } from '#lib/runs/letta-message.ts';
import { cutText } from './cut-text.ts';
import { Disclosure } from './disclosure.tsx';
import type { TranscriptRow } from './merge-transcript.ts';

/** A tool call with what came back. */
export function ToolCard({ item }: { item: Extract<TranscriptRow, { kind: 'tool' }> }) {
  const { result } = item;
  return (
    <Disclosure
      id={item.key}
      icon={<Wrench />}
      title={<span className="font-mono">{item.name || 'tool'}</span>}
      preview={oneLine(item.arguments)}
      aside={<Outcome result={result} isLive={item.isLive} />}
    >
      <div className="flex flex-col gap-2 py-1">
        <Labelled label="Arguments" text={pretty(item.arguments)} />
        {result ? <ToolOutput result={result} /> : null}
      </div>
    </Disclosure>
  );
}

/** A return whose call is not on this page. */
export function ToolReturnCard({ name, result }: { name: string | null; result: ToolReturnPart }) {
  return (
    <Disclosure
      id={`return-${result.tool_call_id}`}
      icon={<Wrench />}
      title={<span className="font-mono">{name ?? 'Tool return'}</span>}
      preview={oneLine(returnText(result))}
      aside={<Outcome result={result} isLive={false} />}
    >
      <ToolOutput result={result} />
    </Disclosure>
  );
}

function ToolOutput({ result }: { result: ToolReturnPart }) {
  const stdout = (result.stdout ?? []).join('');
  const stderr = (result.stderr ?? []).join('');
  return (
    <>
      <Labelled label={result.status === 'success' ? 'Return' : 'Error'} text={returnText(result)} />
      {stdout ? <Labelled label="Printed (stdout)" text={stdout} /> : null}
      {stderr ? <Labelled label="Printed (stderr)" text={stderr} /> : null}
    </>
  );
}

function Outcome({ result, isLive }: { result: ToolReturnPart | null; isLive: boolean }): ReactNode {
  if (!result) {
    return isLive ? (
      <Badge icon={<LoaderCircle className="animate-spin" />}>running</Badge>
    ) : (
      <Badge tone="warning">no return</Badge>
    );
  }
  return result.status === 'success' ? (
    <Badge tone="success" icon={<Check />}>
      success
    </Badge>
  ) : (
    <Badge tone="danger" icon={<X />}>
      error
    </Badge>
  );
}

function Labelled({ label, text }: { label: string; text: string }) {
  return (
    <div className="min-w-0">
      <div className="flex min-h-6 items-center justify-between text-faint text-xs">
        <span>{label}</span>
        <CopyButton text={text} label={`Copy ${label.toLowerCase()}`} />
      </div>
      <pre
        dir="auto"
        className="wrap-anywhere max-h-80 overflow-auto whitespace-pre-wrap rounded-md bg-surface-sunken p-2 font-mono text-sm"
      >
        {cutText(text) || '(nothing)'}
      </pre>
    </div>
  );
}

function returnText(result: ToolReturnPart): string {
  return typeof result.tool_return === 'string'
    ? result.tool_return
    : textOf(result.tool_return) || JSON.stringify(result.tool_return, null, 2);
}

/** Arguments stream in as pieces of JSON: until they are complete they are shown as they are. */
function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}
