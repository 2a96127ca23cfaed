'use client';

import { useQuery } from '@tanstack/react-query';
import { History } from 'lucide-react';
import { useState } from 'react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { DiffEditor } from '#components/ui/diff-editor.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { moveFocus } from '#components/ui/move-focus.ts';
import { QueryView } from '#components/ui/query-view.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { formatNumber } from '#lib/format.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { type PromptVersion, promptVersionQuery, promptVersionsQuery } from '#lib/letta/prompt-versions.ts';

interface PromptVersionsDialogProps {
  /** What is in the editor, saved or not. */
  current: string;
  onRestore: (text: string) => void;
  onClose: () => void;
}

/** Every version of the prompt that this Letta ADE saw, compared with what is in the editor. */
export function PromptVersionsDialog({ current, onRestore, onClose }: PromptVersionsDialogProps) {
  const ref = useAgentRef();
  const versions = useQuery(promptVersionsQuery(ref));
  const [chosen, setChosen] = useState<number | null>(null);
  const shown = chosen ?? versions.data?.[0]?.id ?? null;
  const text = useQuery({ ...promptVersionQuery(ref, shown ?? 0), enabled: shown !== null });
  return (
    <Dialog
      size="xl"
      title="Versions of the system prompt"
      description="Those this Letta ADE saved or saw, kept on this machine. Left: the version. Right: what is in the editor."
      onClose={onClose}
      footer={
        <>
          {text.data === undefined ? null : <CopyButton text={text.data} label="Copy this version" showLabel />}
          <Button
            variant="primary"
            disabledReason={whyNotRestore(text.data, current)}
            onClick={() => {
              if (text.data === undefined) return;
              onRestore(text.data);
              onClose();
            }}
          >
            Put it into the editor
          </Button>
        </>
      }
    >
      <QueryView
        query={versions}
        describeError={describeFailure}
        skeleton={<Skeleton lines={8} />}
        empty={
          <EmptyState icon={<History />} title="No version yet" text="The first is kept when the agent is next read." />
        }
      >
        {(list) => (
          <div className="grid gap-3 sm:grid-cols-[15rem_1fr]">
            <ol
              aria-label="Versions"
              onKeyDown={moveFocus}
              className="max-h-40 divide-y divide-border overflow-y-auto rounded-md border border-border sm:max-h-[60vh]"
            >
              {list.map((version) => (
                <VersionRow
                  key={version.id}
                  version={version}
                  isShown={version.id === shown}
                  onShow={() => setChosen(version.id)}
                />
              ))}
            </ol>
            <QueryView query={text} describeError={describeFailure} skeleton={<Skeleton lines={12} />}>
              {(value) => (
                <DiffEditor
                  className="h-[60vh]"
                  label="System prompt"
                  language="markdown"
                  before={value}
                  after={current}
                />
              )}
            </QueryView>
          </div>
        )}
      </QueryView>
    </Dialog>
  );
}

const CAUSES = {
  saved: 'saved here',
  found: 'found',
};

interface VersionRowProps {
  version: PromptVersion;
  isShown: boolean;
  onShow: () => void;
}

function VersionRow({ version, isShown, onShow }: VersionRowProps) {
  return (
    <li>
      <button
        type="button"
        data-row
        aria-pressed={isShown}
        onClick={onShow}
        className="focus-inset flex w-full flex-wrap items-center gap-x-2 gap-y-0.5 px-2.5 py-1.5 text-left hover:bg-hover aria-pressed:bg-selected"
      >
        <RelativeTime date={version.at} className="text-sm" />
        <Badge title={version.cause === 'found' ? 'Changed by something else, or there at the first look' : undefined}>
          {CAUSES[version.cause]}
        </Badge>
        <span className="tabular w-full text-faint text-sm">{formatNumber(version.characters)} characters</span>
      </button>
    </li>
  );
}

function whyNotRestore(version: string | undefined, current: string): string | undefined {
  if (version === undefined) return 'There is no version to put back yet';
  return version === current ? 'It is in the editor already' : undefined;
}
