'use client';

import { KeyRound } from 'lucide-react';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { BUILT_IN_SERVER } from '#lib/letta/servers.ts';
import { routes } from '#lib/routes.ts';

const WAYS = [
  { name: 'OpenAI', command: 'OPENAI_API_KEY=sk-… npm start' },
  { name: 'Ollama on this machine', command: 'OLLAMA_BASE_URL=http://localhost:11434 npm start' },
  { name: 'LM Studio on this machine', command: 'LMSTUDIO_BASE_URL=http://localhost:1234 npm start' },
  {
    name: 'Any OpenAI-compatible endpoint (vLLM, OpenRouter, …)',
    command: 'OPENAI_BASE_URL=https://… OPENAI_API_KEY=… npm start',
  },
];

/** How the built-in server gets a real model. Keys go into the environment of its process, never into the browser. */
export function AddModelDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog
      onClose={onClose}
      title="Add a real model"
      description="Add the key of a provider, or start Letta ADE with one of these: its models are then in every list."
      footer={
        <ButtonLink variant="primary" href={routes.models(BUILT_IN_SERVER)} prefetch={false} icon={<KeyRound />}>
          Add a key here
        </ButtonLink>
      }
    >
      <ul className="flex flex-col gap-3">
        {WAYS.map((way) => (
          <li key={way.name}>
            <p className="pb-1 font-medium text-sm">{way.name}</p>
            <div className="flex items-center gap-1 rounded-md bg-surface-sunken py-1 pr-1 pl-3">
              <code className="wrap-anywhere min-w-0 flex-1 font-mono text-sm">{way.command}</code>
              <CopyButton text={way.command} label={`Copy the command for ${way.name}`} />
            </div>
          </li>
        ))}
      </ul>
      <p className="pt-4 text-muted text-sm">
        A key in the environment stays in that process: it is never written to disk, sent to the browser or logged. One
        that is added here is kept encrypted. A Letta server of your own brings its own models: connect it under
        Settings.
      </p>
    </Dialog>
  );
}
