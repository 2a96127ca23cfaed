'use client';

import { useMutation } from '@tanstack/react-query';
import { Upload } from 'lucide-react';
import { type EnvVar, toEnv } from '#components/session/env-vars.tsx';
import { Button } from '#components/ui/button.tsx';
import { toast } from '#components/ui/toast.ts';
import type { AgentRef } from '#lib/letta/agents.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { changeSecretsMutation } from '#lib/letta/secrets.ts';

/** Gives the variables of the tester to the agent, beside those it has. */
export function CopyToSecrets({ agentRef, vars }: { agentRef: AgentRef; vars: EnvVar[] }) {
  const change = useMutation(changeSecretsMutation(agentRef));
  const env = toEnv(vars);
  const names = Object.keys(env);
  if (names.length === 0) return null;
  return (
    <Button
      size="sm"
      className="self-start"
      icon={<Upload />}
      busy={change.isPending}
      onClick={() =>
        change.mutate(env, {
          onSuccess: () => toast.success(`The agent has ${names.join(', ')} now.`),
          onError: (error) => toast.failure('Not copied.', describeFailure(error)),
        })
      }
    >
      Copy into the agent's variables
    </Button>
  );
}
