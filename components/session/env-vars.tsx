'use client';

import { type NamedSecret, SecretList } from '#components/ui/secret-list.tsx';

export type EnvVar = NamedSecret;

interface EnvVarsProps {
  vars: EnvVar[];
  onChange: (vars: EnvVar[]) => void;
}

/** Variables of an environment. */
export function EnvVars({ vars, onChange }: EnvVarsProps) {
  return (
    <SecretList
      legend="Variables"
      noun="variable"
      namePlaceholder="NAME"
      nameProblem={envProblem}
      secrets={vars}
      onChange={onChange}
    />
  );
}

function envProblem(name: string): string | undefined {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? undefined : 'Use letters, digits and underscores; no digit first.';
}

/** Variables as a call takes them; those without a name are left out. */
export function toEnv(vars: EnvVar[]): Record<string, string> {
  return Object.fromEntries(vars.filter(({ name }) => name !== '').map(({ name, value }) => [name, value]));
}
