'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { BookOpen, type LucideIcon, UserRound, Wrench } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { ErrorNote } from '#components/ui/error-note.tsx';
import { useSingleFlight } from '#components/ui/use-single-flight.ts';
import { agentKeys } from '#lib/letta/agents.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { embeddingModelsQuery, modelHandle, modelsQuery } from '#lib/letta/models.ts';
import { routes } from '#lib/routes.ts';
import { createStarter } from './create-starter.ts';
import { ModelDialog } from './model-dialog.tsx';
import { STARTER_AGENTS, type StarterAgent } from './starter-agents.ts';

const ICONS: Record<StarterAgent['id'], LucideIcon> = {
  companion: UserRound,
  researcher: BookOpen,
  'tool-user': Wrench,
};

/** Agents one click away. With one model on the server they need nothing else; with several they ask for it. */
export function StarterCards({ serverId }: { serverId: string }) {
  const router = useRouter();
  const client = useQueryClient();
  const models = useQuery(modelsQuery(serverId));
  const embeddings = useQuery(embeddingModelsQuery(serverId));
  const [asking, setAsking] = useState<StarterAgent | null>(null);
  const create = useMutation({
    mutationFn: ({ starter, model }: { starter: StarterAgent; model: string }) =>
      createStarter(serverId, starter, { model, embedding: embeddings.data?.[0]?.handle ?? null }),
    onSuccess: async (agent) => {
      await client.invalidateQueries({ queryKey: agentKeys.lists(serverId) });
      router.push(routes.agent(serverId, agent.id));
    },
  });
  const startWith = useSingleFlight(create.mutateAsync);
  const handles = (models.data ?? []).map(modelHandle);

  function start(starter: StarterAgent) {
    const only = handles.length === 1 ? handles[0] : undefined;
    if (only) startWith({ starter, model: only });
    else setAsking(starter);
  }

  return (
    <div className="flex flex-col gap-3">
      <ul className="grid gap-3 sm:grid-cols-3" aria-label="Starter agents">
        {STARTER_AGENTS.map((starter) => (
          <StarterCard
            key={starter.id}
            starter={starter}
            busy={!create.isIdle && !create.isError && create.variables.starter.id === starter.id}
            disabledReason={models.isPending ? 'Asking the server for its models' : undefined}
            onStart={() => start(starter)}
          />
        ))}
      </ul>
      {models.error ? <ErrorNote {...describeFailure(models.error)} onRetry={() => void models.refetch()} /> : null}
      {create.error ? <ErrorNote {...describeFailure(create.error)} /> : null}
      {asking ? (
        <ModelDialog
          serverId={serverId}
          title={`Start ${asking.title}`}
          onClose={() => setAsking(null)}
          onChoose={(model) => create.mutateAsync({ starter: asking, model })}
        />
      ) : null}
    </div>
  );
}

interface StarterCardProps {
  starter: StarterAgent;
  busy: boolean;
  disabledReason: string | undefined;
  onStart: () => void;
}

function StarterCard({ starter, busy, disabledReason, onStart }: StarterCardProps) {
  const Icon = ICONS[starter.id];
  return (
    <li className="flex flex-col gap-2 rounded-lg border border-border bg-surface p-4">
      <div className="flex items-center gap-2">
        <Icon className="size-4 text-accent-text" />
        <h2 className="font-medium">{starter.title}</h2>
      </div>
      <p className="text-pretty text-muted">{starter.text}</p>
      <p className="text-faint text-sm">Try: “{starter.prompts[0]}”</p>
      <div className="mt-auto pt-2">
        <Button size="sm" variant="primary" busy={busy} disabledReason={disabledReason} onClick={onStart}>
          Start {starter.title.toLowerCase()}
        </Button>
      </div>
    </li>
  );
}
