import { useDeferredValue } from 'react';
import { Badge } from '#components/ui/badge.tsx';
import { LongText } from '#components/ui/long-text.tsx';
import { approximateTokens, formatNumber } from '#lib/format.ts';
import type { ContextWindow } from '#lib/letta/context-window.ts';
import { readContent } from '#lib/runs/message-content.ts';
import { type ContextPart, isAmongMessages } from './context-parts.ts';
import { FilesPart } from './files-part.tsx';

/** The text of a part; tools as cards, messages one by one. */
export function PartContent({ window, part }: { window: ContextWindow; part: ContextPart }) {
  if (part.kind === 'tools') return <ToolCards definitions={window.functions_definitions ?? []} />;
  if (part.kind === 'messages') return <RawMessages messages={window.messages} />;
  if (part.kind === 'files') return <FilesPart part={part} />;
  if (part.kind === 'summary') return <Summary window={window} part={part} />;
  if (part.kind === 'external')
    return (
      <div className="flex flex-col gap-2">
        <p className="text-muted text-sm">
          {formatNumber(window.num_archival_memory)} archived memories and {formatNumber(window.num_recall_memory)}{' '}
          messages outside of the window; the model is told so:
        </p>
        <LongText text={part.text} name={part.label} />
      </div>
    );
  return part.text ? <LongText text={part.text} name={part.label} /> : <p className="text-faint">Nothing here.</p>;
}

function Summary({ window, part }: { window: ContextWindow; part: ContextPart }) {
  if (!part.text)
    return (
      <p className="text-faint">
        Nothing is summarised: every message is in the window as it was said. A compaction puts a summary here.
      </p>
    );
  return (
    <div className="flex flex-col gap-2">
      <p className="text-muted text-sm">
        It stands for earlier messages, which stay in the history.
        {isAmongMessages(window) ? ' The server counts it as the first of the messages; here it is counted apart.' : ''}
      </p>
      <LongText text={part.text} name={part.label} />
    </div>
  );
}

function ToolCards({ definitions }: { definitions: unknown[] }) {
  if (definitions.length === 0) return <p className="text-faint">The model is offered no tools.</p>;
  return (
    <ul aria-label="Tools" className="flex flex-col gap-2">
      {definitions.map((definition) => {
        const own = fieldOf(definition, 'function') ?? definition;
        const name = String(fieldOf(own, 'name') ?? 'unnamed');
        return (
          <li key={name} className="rounded-md border border-border px-3 py-2">
            <p className="flex items-center gap-2">
              <span className="wrap-anywhere min-w-0 flex-1 font-mono text-sm">{name}</span>
              {fieldOf(own, 'strict') === true ? <Badge>strict</Badge> : null}
              <span className="tabular text-faint text-sm">
                ≈ {formatNumber(approximateTokens(JSON.stringify(definition)))}
              </span>
            </p>
            <p className="wrap-anywhere mt-1 whitespace-pre-wrap text-muted text-sm">
              {String(fieldOf(own, 'description') ?? '')}
            </p>
            <details className="mt-1">
              <summary className="min-h-6 cursor-pointer text-faint text-sm">Arguments</summary>
              <LongText
                text={JSON.stringify(fieldOf(own, 'parameters') ?? {}, null, 2)}
                name={`arguments of ${name}`}
              />
            </details>
          </li>
        );
      })}
    </ul>
  );
}

/** Drawn at once; the others follow while one reads. */
const FIRST_ROWS = 6;

function RawMessages({ messages }: { messages: unknown[] }) {
  const drawn = useDeferredValue(messages.length, FIRST_ROWS);
  if (messages.length === 0) return <p className="text-faint">No messages in the window.</p>;
  return (
    <ol aria-label="Messages in the window" className="flex flex-col gap-2">
      {messages.slice(0, drawn).map((message, index) => {
        const text = readContent(fieldOf(message, 'content')).text;
        const calls = fieldOf(message, 'tool_calls');
        return (
          <li key={String(fieldOf(message, 'id') ?? index)} className="rounded-md border border-border px-3 py-2">
            <p className="flex items-center gap-2 text-sm">
              <Badge>{String(fieldOf(message, 'role') ?? 'unknown')}</Badge>
              <span className="tabular ml-auto text-faint">
                ≈ {formatNumber(approximateTokens(JSON.stringify(message)))}
              </span>
            </p>
            {text ? <LongText text={text} name={`message ${index + 1}`} /> : null}
            {Array.isArray(calls) && calls.length > 0 ? (
              <LongText text={JSON.stringify(calls, null, 2)} name={`calls of message ${index + 1}`} />
            ) : null}
          </li>
        );
      })}
    </ol>
  );
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
