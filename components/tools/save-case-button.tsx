'use client';

import { BookmarkPlus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { lazyComponent } from '#components/ui/lazy-component.tsx';
import type { ToolRun } from '#lib/letta/tool-runs.ts';
import { randomId } from '#lib/random-id.ts';
import type { ToolCase } from '#lib/tool-cases/tool-case.ts';

const CaseDialog = lazyComponent(() =>
  import('#components/session/case-dialog.tsx').then((module) => module.CaseDialog),
);

interface SaveCaseButtonProps {
  tool: { serverId: string; toolName: string };
  args: Record<string, unknown>;
  /** What the call gave, if it was tried: what a case expects to begin with. */
  run: ToolRun | null;
}

/** Keeps a call, with what has to come of it. */
export function SaveCaseButton({ tool, args, run }: SaveCaseButtonProps) {
  const [draft, setDraft] = useState<ToolCase | null>(null);
  return (
    <>
      <Button
        icon={<BookmarkPlus />}
        onClick={() =>
          setDraft({
            id: randomId(),
            name: '',
            args,
            expectations: [
              run?.status === 'success' ? { kind: 'equals', value: run.text } : { kind: run ? 'fails' : 'succeeds' },
            ],
            createdAt: new Date().toISOString(),
          })
        }
      >
        Save as a case
      </Button>
      {draft ? <CaseDialog tool={tool} draft={draft} onClose={() => setDraft(null)} /> : null}
    </>
  );
}
