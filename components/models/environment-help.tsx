import { CopyButton } from '#components/ui/copy-button.tsx';
import { BUILT_IN_TYPES, PROVIDER_TYPES } from '#lib/letta/providers.ts';
import { BUILT_IN_SERVER } from '#lib/letta/servers.ts';

/** How a server gets models from its environment. */
export function EnvironmentHelp({ serverId }: { serverId: string }) {
  const isBuiltIn = serverId === BUILT_IN_SERVER;
  const types = isBuiltIn ? PROVIDER_TYPES.filter(({ type }) => BUILT_IN_TYPES.includes(type)) : PROVIDER_TYPES;
  return (
    <section aria-labelledby="environment" className="flex flex-col gap-2">
      <h2 id="environment" className="font-semibold text-lg">
        Models from the environment
      </h2>
      <p className="text-muted">
        {isBuiltIn
          ? 'Start Letta ADE with one of these set, and the models are there for everybody on this machine.'
          : 'Set on the machine that runs this Letta server; it has to be started again.'}
      </p>
      <ul className="grid gap-x-4 gap-y-1 sm:grid-cols-2">
        {types.map(({ type, label, env }) => (
          <li key={type} className="flex items-start gap-2 text-sm">
            <span className="min-w-0 flex-1 truncate">{label}</span>
            <span className="flex flex-col items-end gap-1">
              {env.map((name) => (
                <span key={name} className="flex items-center gap-2">
                  <code className="font-mono text-muted">{name}</code>
                  <CopyButton text={name} label={`Copy ${name}`} />
                </span>
              ))}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
