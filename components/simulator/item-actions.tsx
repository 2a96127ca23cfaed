'use client';

import { Braces, Ellipsis, GitFork, Hash, Info, ListTree, RotateCw } from 'lucide-react';
import { useQueryState } from 'nuqs';
import { memo, useState } from 'react';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { copyText } from '#components/ui/copy-text.ts';
import { IconButton } from '#components/ui/icon-button.tsx';
import { lazyComponent } from '#components/ui/lazy-component.tsx';
import { Menu } from '#components/ui/menu.tsx';
import type { MenuItem } from '#components/ui/menu-item.ts';
import { useLatest } from '#components/ui/use-latest.ts';
import type { LettaMessage } from '#lib/runs/letta-message.ts';
import { useSendAgain } from './use-send-again.ts';

const MessageDetails = lazyComponent(() => import('./message-details.tsx').then((module) => module.MessageDetails));

interface ItemActionsProps {
  source: LettaMessage;
  /** What Copy copies. */
  text: string;
}

/** What one can do with a message: copy it in several forms, see its ids, go to its step, send it again. */
export function ItemActions({ source, text }: ItemActionsProps) {
  const read = useLatest({ source, text });
  return <Actions type={source.message_type} stepId={source.step_id ?? null} read={read} />;
}

interface ActionsProps {
  type: string;
  stepId: string | null;
  read: () => ItemActionsProps;
}

/** While the message grows nothing here is drawn again. */
const Actions = memo(function Actions({ type, stepId, read }: ActionsProps) {
  const [, setStep] = useQueryState('step', { history: 'push' });
  const [isShowingDetails, setShowingDetails] = useState(false);
  const again = useSendAgain(type, () => read().source);
  const items: MenuItem[] = [
    {
      id: 'json',
      label: 'Copy as JSON',
      icon: <Braces />,
      onSelect: () => void copyText(JSON.stringify(read().source, null, 2)),
    },
    { id: 'id', label: 'Copy message id', icon: <Hash />, onSelect: () => void copyText(read().source.id) },
    { id: 'details', label: 'Details…', icon: <Info />, onSelect: () => setShowingDetails(true) },
    {
      id: 'step',
      label: 'Open its step',
      icon: <ListTree />,
      disabledReason: stepId ? undefined : 'The server names no step for this message',
      onSelect: () => void setStep(stepId),
    },
    ...(again
      ? [
          { id: 'again', separator: true as const },
          {
            id: 'retry',
            label: 'Send again',
            icon: <RotateCw />,
            disabledReason: again.whyNotSend,
            onSelect: () => void again.send(),
          },
          {
            id: 'edit',
            label: 'Edit and send on a fork',
            note: 'This conversation stays as it is',
            icon: <GitFork />,
            disabledReason: again.whyNotFork,
            onSelect: () => void again.editOnFork(),
          },
        ]
      : []),
  ];
  return (
    <>
      <CopyButton text={() => read().text} label="Copy text" />
      <Menu
        label="Message actions"
        align="end"
        items={items}
        trigger={(props) => <IconButton {...props} label="Message actions" icon={<Ellipsis />} />}
      />
      {isShowingDetails ? <MessageDetails source={read().source} onClose={() => setShowingDetails(false)} /> : null}
    </>
  );
});
