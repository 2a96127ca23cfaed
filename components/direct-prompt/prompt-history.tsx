'use client';

import { useAgentRef } from '#components/session/agent-session.tsx';
import { Button } from '#components/ui/button.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { clearPrompts, type PastPrompt, usePromptHistory } from './prompt-history-store.ts';

/** The last direct prompts; one of them fills the form again. */
export function PromptHistory({ onChoose }: { onChoose: (past: PastPrompt) => void }) {
  const ref = useAgentRef();
  const history = usePromptHistory(ref);
  if (history.length === 0) return null;
  return (
    <section aria-label="Earlier prompts" className="flex flex-col gap-1">
      <div className="flex items-center justify-between gap-2">
        <h3 className="font-medium text-sm">
          Earlier prompts <span className="font-normal text-faint">in this browser</span>
        </h3>
        <Button size="sm" variant="ghost" onClick={() => clearPrompts(ref)}>
          Forget them
        </Button>
      </div>
      <ul aria-label="Earlier prompts, newest first" className="flex flex-col gap-0.5">
        {history.map((past) => (
          <li key={past.id}>
            <button
              type="button"
              onClick={() => onChoose(past)}
              className="focus-inset flex min-h-11 w-full items-center gap-3 rounded-md px-2 py-1 text-left hover:bg-hover"
            >
              <span className="min-w-0 flex-1">
                <span className="block truncate">{past.prompt}</span>
                <span className="block truncate text-faint text-sm">{past.answer.content || 'no text'}</span>
              </span>
              <RelativeTime date={past.at} className="shrink-0 text-faint text-sm" />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
