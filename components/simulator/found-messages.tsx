import { useRouter } from 'next/navigation';
import { useThreadRef } from '#components/session/agent-session.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { VisibleText } from '#components/ui/visible-text.tsx';
import type { FoundMessage } from '#lib/letta/search-messages.ts';
import { routes } from '#lib/routes.ts';
import { openFind, useFind } from './find-store.ts';

/** So much of a text is shown, and looked for where it was said. */
const SHOWN = 600;
const LOOKED_FOR = 60;

interface FoundMessagesProps {
  messages: FoundMessage[];
  onLeave: () => void;
}

/** Messages that a search found, the best first. */
export function FoundMessages({ messages, onLeave }: FoundMessagesProps) {
  const ref = useThreadRef();
  const router = useRouter();

  function show({ agentId, conversationId, text }: FoundMessage) {
    const query = conversationId ? `?${new URLSearchParams({ conversation: conversationId })}` : '';
    router.push(`${routes.agent(ref.serverId, agentId ?? ref.agentId)}${query}`);
    openFind();
    useFind.setState({ text: firstLine(text), found: null });
    onLeave();
  }

  return (
    <ol className="divide-y divide-border">
      {messages.map((message) => (
        <li key={message.id} className="flex flex-col gap-1 py-2">
          <div className="flex flex-wrap items-center gap-2 text-sm">
            <Badge>{message.role ?? 'unknown'}</Badge>
            {message.date ? <RelativeTime date={message.date} className="text-muted" /> : null}
            <span className="tabular text-faint">{describeRanks(message)}</span>
            <span className="ml-auto flex items-center gap-1">
              <CopyButton text={message.text} label="Copy text" />
              <Button size="sm" onClick={() => show(message)}>
                Show in its conversation
              </Button>
            </span>
          </div>
          <p dir="auto" className="wrap-anywhere line-clamp-4 whitespace-pre-wrap">
            <VisibleText text={message.text.slice(0, SHOWN)} />
          </p>
        </li>
      ))}
    </ol>
  );
}

function describeRanks({ wordRank, meaningRank }: FoundMessage): string {
  return [
    ...(wordRank === null ? [] : [`no. ${wordRank} by words`]),
    ...(meaningRank === null ? [] : [`no. ${meaningRank} by meaning`]),
  ].join(', ');
}

function firstLine(text: string): string {
  return (text.trim().split('\n')[0] ?? '').slice(0, LOOKED_FOR);
}
