'use client';

import { useQuery } from '@tanstack/react-query';
import { Check, Cpu } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { moveFocus } from '#components/ui/move-focus.ts';
import { QueryView } from '#components/ui/query-view.tsx';
import { SearchField } from '#components/ui/search-field.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { cn } from '#lib/cn.ts';
import { formatTokens } from '#lib/format.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { modelTraits } from '#lib/letta/model-traits.ts';
import { type Model, modelHandle, modelsByProvider, modelsQuery } from '#lib/letta/models.ts';

interface ModelPickerDialogProps {
  current: string;
  onChoose: (handle: string) => void;
  onClose: () => void;
}

/** The models of the server, by provider; or any handle that is typed. */
export function ModelPickerDialog({ current, onChoose, onClose }: ModelPickerDialogProps) {
  const { serverId } = useAgentRef();
  const [text, setText] = useState('');
  const query = useQuery(modelsQuery(serverId));
  const sought = useDeferredValue(text).trim().toLowerCase();
  const found = query.data?.filter((model) =>
    `${modelHandle(model)} ${model.display_name ?? ''}`.toLowerCase().includes(sought),
  );

  function choose(handle: string) {
    onChoose(handle);
    onClose();
  }

  return (
    <Dialog
      onClose={onClose}
      title="Choose a model"
      description="It answers from the next step on. Its settings go back to what the server gives a new model."
    >
      <div className="flex min-h-64 flex-col gap-3">
        <SearchField
          label="Search models"
          placeholder="Search, or type a handle: provider/model"
          value={text}
          onValueChange={setText}
        />
        <QueryView
          query={{ ...query, data: found }}
          describeError={describeFailure}
          skeleton={<Skeleton lines={6} />}
          empty={
            <EmptyState
              icon={<Cpu />}
              title={sought ? 'No listed model is like that' : 'This server lists no models'}
              text="A handle that is not listed can still be used, if the server knows it."
            />
          }
        >
          {(models) => <ModelGroups models={models} current={current} onChoose={choose} />}
        </QueryView>
        {/^[^/\s]+\/\S+$/.test(text.trim()) ? (
          <Button className="self-start" onClick={() => choose(text.trim())}>
            Use {text.trim()}
          </Button>
        ) : null}
        <p className="text-faint text-sm">What a model can do is told by its name here; servers do not report it.</p>
      </div>
    </Dialog>
  );
}

interface ModelGroupsProps {
  models: Model[];
  current: string;
  onChoose: (handle: string) => void;
}

function ModelGroups({ models, current, onChoose }: ModelGroupsProps) {
  return (
    <ul aria-label="Models" onKeyDown={moveFocus} className="flex flex-col gap-3">
      {modelsByProvider(models).map(({ provider, models: own }) => (
        <li key={provider}>
          <h3 className="pb-1 font-medium text-faint text-xs">
            {provider}
            {own[0]?.provider_category === 'byok' ? ' · your own key' : ''}
          </h3>
          <ul aria-label={provider} className="divide-y divide-border rounded-md border border-border">
            {own.map((model) => (
              <ModelRow
                key={modelHandle(model)}
                model={model}
                isCurrent={modelHandle(model) === current}
                {...{ onChoose }}
              />
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}

interface ModelRowProps {
  model: Model;
  isCurrent: boolean;
  onChoose: (handle: string) => void;
}

function ModelRow({ model, isCurrent, onChoose }: ModelRowProps) {
  const handle = modelHandle(model);
  const { seesImages, reasons, streamsTokens } = modelTraits(model);
  const window = model.max_context_window ?? model.context_window;
  return (
    <li>
      <button
        type="button"
        data-row
        aria-current={isCurrent || undefined}
        onClick={() => onChoose(handle)}
        className="focus-inset flex min-h-9 w-full flex-wrap items-center gap-x-2 gap-y-1 px-2.5 py-1.5 text-left hover:bg-hover"
      >
        <Check className={cn('size-3.5 shrink-0 text-accent-text', isCurrent || 'invisible')} />
        <span className="wrap-anywhere min-w-0 flex-1 font-mono text-sm">{handle}</span>
        {model.tier ? <Badge>{model.tier}</Badge> : null}
        {reasons ? <Badge>reasons</Badge> : null}
        {seesImages ? <Badge>sees images</Badge> : null}
        {streamsTokens ? null : <Badge title="Whole steps, even when tokens are asked for">no token streaming</Badge>}
        <span className="tabular text-faint text-sm">{window ? formatTokens(window) : 'window not reported'}</span>
      </button>
    </li>
  );
}
