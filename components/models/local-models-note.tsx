'use client';

import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { localModelsQuery, type Provider } from '#lib/letta/providers.ts';
import { BUILT_IN_SERVER } from '#lib/letta/servers.ts';

const NAMES: Record<string, string> = { ollama: 'Ollama', lmstudio_openai: 'LM Studio' };

interface LocalModelsNoteProps {
  serverId: string;
  known: Provider[];
  onAdd: (start: { type: string; url: string }) => void;
}

/** Programs that run models on this machine and are not in use yet. For the built-in server, which can reach them. */
export function LocalModelsNote({ serverId, known, onAdd }: LocalModelsNoteProps) {
  const isBuiltIn = serverId === BUILT_IN_SERVER;
  const found = useQuery({ ...localModelsQuery(), enabled: isBuiltIn });
  const unused = (found.data ?? []).filter(({ type }) => !known.some((provider) => provider.provider_type === type));
  if (!isBuiltIn || unused.length === 0) return null;
  return (
    <ul aria-label="Found on this machine" className="flex flex-col gap-2">
      {unused.map(({ type, url }) => (
        <li key={type} className="flex flex-wrap items-center gap-2 rounded-md bg-success-soft px-3 py-2 text-sm">
          <span className="min-w-0 flex-1">
            {NAMES[type] ?? type} runs on this machine ({url}).
          </span>
          <Button size="sm" icon={<Plus />} onClick={() => onAdd({ type, url })}>
            Use its models
          </Button>
        </li>
      ))}
    </ul>
  );
}
