'use client';

import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { approximateTokens, formatNumber } from '#lib/format.ts';
import type { ModelRequest, TraceMessage, TracePart } from '#lib/trace/model-call.ts';
import { Badge } from './badge.tsx';
import { CopyButton } from './copy-button.tsx';
import { LongText } from './long-text.tsx';

const SHAPES = {
  'openai-chat': 'OpenAI chat completions',
  'openai-responses': 'OpenAI responses',
  anthropic: 'Anthropic messages',
  gemini: 'Gemini',
  unknown: 'a form this page does not know',
};

/** A request to a model, in the parts that all providers have, each with its size. */
export function ModelRequestView({ request }: { request: ModelRequest }) {
  const { shape, model, system, blocks, tools, messages, parameters } = request;
  const toolText = JSON.stringify(tools, null, 2);
  return (
    <div className="flex flex-col gap-2">
      <p className="text-muted text-sm">
        {model ?? 'Model not reported'}, written as {SHAPES[shape]}. Sizes are approximate: bytes / 4.
      </p>
      <Part title="System prompt" text={system} isOpen>
        <LongText text={system} name="system prompt" />
      </Part>
      <Part title={`Memory blocks · ${blocks.length}`} text={blocks.map((block) => block.value).join('')}>
        {blocks.map((block) => (
          <div key={block.label}>
            <p className="mb-0.5 font-mono text-sm">{block.label}</p>
            <LongText text={block.value} name={block.label} />
          </div>
        ))}
        {blocks.length === 0 ? <p className="text-faint">The system prompt holds no memory blocks.</p> : null}
      </Part>
      <Part title={`Tools · ${tools.length}`} text={toolText}>
        {tools.map((tool) => (
          <details key={tool.name} className="rounded-md border border-border px-2.5 py-1.5">
            <summary>
              <span className="font-mono text-sm">{tool.name}</span>
            </summary>
            <p className="wrap-anywhere my-1.5 whitespace-pre-wrap text-muted text-sm">{tool.description}</p>
            <LongText text={JSON.stringify(tool.schema, null, 2)} name={`schema of ${tool.name}`} />
          </details>
        ))}
        {tools.length === 0 ? <p className="text-faint">The model is offered no tools.</p> : null}
      </Part>
      <Part title={`Messages · ${messages.length}`} text={JSON.stringify(messages)} isOpen>
        <TraceMessages messages={messages} />
      </Part>
      <Part title="Parameters" text={JSON.stringify(parameters, null, 2)}>
        <LongText text={JSON.stringify(parameters, null, 2)} name="parameters" />
      </Part>
    </div>
  );
}

/** Messages as a model gets them. */
export function TraceMessages({ messages }: { messages: TraceMessage[] }) {
  return (
    <ol className="flex flex-col gap-2">
      {messages.map((message, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the messages of a request do not change places
        <li key={index} className="rounded-md border border-border px-2.5 py-1.5">
          <Badge>{message.role}</Badge>
          <TraceParts parts={message.parts} />
        </li>
      ))}
    </ol>
  );
}

/** The pieces of a message, each named by what it is. */
export function TraceParts({ parts }: { parts: TracePart[] }) {
  return parts.map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a message do not change places
    <div key={index} className="mt-1">
      {part.kind === 'text' ? null : (
        <p className="text-faint text-xs">
          {part.kind.replace('-', ' ')} {part.name ? <span className="font-mono">{part.name}</span> : null}
        </p>
      )}
      <LongText text={part.kind === 'image' ? part.text.slice(0, 200) : part.text} name={part.kind} />
    </div>
  ));
}

interface PartProps {
  title: string;
  text: string;
  isOpen?: boolean;
  children: ReactNode;
}

function Part({ title, text, isOpen = false, children }: PartProps) {
  return (
    <details open={isOpen} className="group relative rounded-lg border border-border bg-surface">
      <summary className="flex min-h-9 items-center gap-2 pr-10 pl-2 font-medium text-sm">
        <ChevronRight className="size-3.5 text-faint group-open:rotate-90" />
        {title}
        <span className="tabular ml-auto font-normal text-faint">≈ {formatNumber(approximateTokens(text))} tokens</span>
      </summary>
      <div className="flex flex-col gap-2 px-3 pb-3">
        {text ? (
          <span className="absolute top-1 right-1.5">
            <CopyButton text={text} label={`Copy ${title.split(' · ')[0]?.toLowerCase()}`} />
          </span>
        ) : null}
        {children}
      </div>
    </details>
  );
}
