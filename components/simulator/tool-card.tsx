'use client';

import { Bot, Check, Hand, LoaderCircle, Wrench, X } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { LongText } from '#components/ui/long-text.tsx';
import { prettyJson } from '#components/ui/pretty-json.ts';
import { routes } from '#lib/routes.ts';
import type { ToolReturnPart } from '#lib/runs/letta-message.ts';
import { readContent } from '#lib/runs/message-content.ts';
import type { ToolItem } from '#lib/runs/to-transcript.ts';
import { Disclosure } from './disclosure.tsx';
import { ItemActions } from './item-actions.tsx';
import { MessageImages } from './message-images.tsx';
import { SaveCallButton } from './save-call-button.tsx';
import { usePendingCalls } from './use-history.ts';

const HEARTBEAT = /"request_heartbeat"\s*:\s*true/;
const OTHER_AGENT = /"other_agent_id"\s*:\s*"(agent-[0-9a-f-]{36})"/;

/** A tool call with what came back. */
export function ToolCard({ item }: { item: ToolItem }) {
  const { result, decision } = item;
  const otherAgent = OTHER_AGENT.exec(item.arguments)?.[1];
  return (
    <Disclosure
      id={item.key}
      icon={<Wrench />}
      title={<span className="font-mono">{item.name || 'tool'}</span>}
      preview={oneLine(item.arguments)}
      aside={
        <span className="flex gap-1">
          {HEARTBEAT.test(item.arguments) ? <Badge title="The agent asks for another step">heartbeat</Badge> : null}
          {decision ? <DecisionBadge approve={decision.approve} /> : null}
          <Outcome item={item} />
        </span>
      }
      actions={<ItemActions source={item.source} text={item.arguments} />}
    >
      <div className="flex flex-col gap-2 py-1">
        <Labelled
          label="Arguments"
          text={prettyJson(item.arguments) ?? item.arguments}
          name={`arguments of ${item.name}`}
        />
        {otherAgent ? <AgentLink agentId={otherAgent} label="The agent it writes to" /> : null}
        {decision?.reason ? <p className="text-sm">Reason given: {decision.reason}</p> : null}
        {result ? <ToolOutput result={result} name={item.name} /> : null}
        {result ? <SaveCallButton item={item} /> : null}
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
      preview={oneLine(readContent(result.tool_return).text)}
      aside={<Status status={result.status} />}
    >
      <ToolOutput result={result} name={name ?? 'tool'} />
    </Disclosure>
  );
}

/** Goes to another agent of this server. */
export function AgentLink({ agentId, label }: { agentId: string; label: string }) {
  const { serverId } = useAgentRef();
  return (
    <Link
      href={routes.agent(serverId, agentId)}
      prefetch={false}
      className="inline-flex min-h-6 items-center gap-1 self-start text-accent-text text-sm underline underline-offset-2"
    >
      <Bot className="size-3.5" />
      {label}
    </Link>
  );
}

function ToolOutput({ result, name }: { result: ToolReturnPart; name: string }) {
  const stdout = (result.stdout ?? []).join('');
  const stderr = (result.stderr ?? []).join('');
  const { text, images } = readContent(result.tool_return);
  const label = result.status === 'success' ? 'Return' : 'Error';
  return (
    <>
      {text || images.length === 0 ? <Labelled label={label} text={text} name={`return of ${name}`} /> : null}
      <MessageImages images={images} />
      {stdout ? <Labelled label="Printed (stdout)" text={stdout} name={`stdout of ${name}`} /> : null}
      {stderr ? <Labelled label="Printed (stderr)" text={stderr} name={`stderr of ${name}`} /> : null}
    </>
  );
}

function Outcome({ item }: { item: ToolItem }): ReactNode {
  const { result, isLive, isRequest, decision } = item;
  if (result) return <Status status={result.status} />;
  if (isRequest && !decision)
    return (
      <Badge tone="warning" icon={<Hand />}>
        waits for you
      </Badge>
    );
  return isLive || decision?.approve ? (
    <Badge icon={<LoaderCircle className="animate-spin" />}>running</Badge>
  ) : (
    <NoReturn item={item} />
  );
}

/** The calls of a step run together: those that need nobody wait for the decision about the others. */
function NoReturn({ item }: { item: ToolItem }) {
  const stepId = item.source.step_id;
  const waits = usePendingCalls().some((call) => stepId && call.source.step_id === stepId);
  return <Badge tone="warning">{waits ? 'waits with the others' : 'no return'}</Badge>;
}

function DecisionBadge({ approve }: { approve: boolean }) {
  return approve ? <Badge tone="success">approved</Badge> : <Badge tone="danger">denied</Badge>;
}

function Status({ status }: { status: string }) {
  return status === 'success' ? (
    <Badge tone="success" icon={<Check />}>
      success
    </Badge>
  ) : (
    <Badge tone="danger" icon={<X />}>
      error
    </Badge>
  );
}

function Labelled({ label, text, name }: { label: string; text: string; name: string }) {
  return (
    <div className="min-w-0">
      <div className="flex min-h-6 items-center justify-between text-faint text-xs">
        <span>{label}</span>
        <CopyButton text={text} label={`Copy ${label.toLowerCase()}`} />
      </div>
      <LongText text={text} name={name} />
    </div>
  );
}

function oneLine(text: string): string {
  return text.slice(0, 400).replace(/\s+/g, ' ');
}
