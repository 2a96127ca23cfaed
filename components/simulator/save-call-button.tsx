'use client';

import { BookmarkPlus } from 'lucide-react';
import { useState } from 'react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { Button } from '#components/ui/button.tsx';
import { lazyComponent } from '#components/ui/lazy-component.tsx';
import { randomId } from '#lib/random-id.ts';
import { readContent } from '#lib/runs/message-content.ts';
import type { ToolItem } from '#lib/runs/to-transcript.ts';
import type { Expectation, ToolCase } from '#lib/tool-cases/tool-case.ts';

const CaseDialog = lazyComponent(() =>
  import('#components/session/case-dialog.tsx').then((module) => module.CaseDialog),
);

/** Keeps a call of the conversation as a case of its tool. */
export function SaveCallButton({ item }: { item: ToolItem }) {
  const { serverId } = useAgentRef();
  const [draft, setDraft] = useState<ToolCase | null>(null);
  const args = readArguments(item.arguments);
  if (args === null || item.name === '') return null;
  return (
    <>
      <Button
        size="sm"
        className="self-start"
        icon={<BookmarkPlus />}
        onClick={() =>
          setDraft({
            id: randomId(),
            name: '',
            args,
            expectations: [expectationOf(item)],
            createdAt: new Date().toISOString(),
          })
        }
      >
        Save this call as a case
      </Button>
      {draft ? (
        <CaseDialog tool={{ serverId, toolName: item.name }} draft={draft} onClose={() => setDraft(null)} />
      ) : null}
    </>
  );
}

function expectationOf({ result }: ToolItem): Expectation {
  if (!result) return { kind: 'succeeds' };
  return result.status === 'success'
    ? { kind: 'equals', value: readContent(result.tool_return).text }
    : { kind: 'fails' };
}

/** Letta adds a heartbeat to the arguments of some tools: the tool itself does not take it. */
function readArguments(json: string): Record<string, unknown> | null {
  try {
    const { request_heartbeat: _heartbeat, ...args } = JSON.parse(json || '{}');
    return args;
  } catch {
    return null;
  }
}
