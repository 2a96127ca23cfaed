import Link from 'next/link';
import { Fold } from '#components/ui/fold.tsx';
import { routes } from '#lib/routes.ts';

/** What people look for when a connection does not work, a line each. */
export function TroubleHelp({ serverId }: { serverId: string | null }) {
  return (
    <Fold title="Trouble connecting?">
      <ul className="flex list-disc flex-col gap-2 pl-4 text-muted text-sm">
        <li>
          {serverId ? (
            <Link href={routes.connection(serverId)} className="text-accent-text underline">
              Check the connection
            </Link>
          ) : (
            'Once it is added, “Check the connection”'
          )}{' '}
          {serverId ? 'looks' : 'in its row looks'} at everything from its name to a streamed turn.
        </li>
        <li>
          A page over https cannot call an http:// server by itself. Here that works: the Letta ADE process makes every
          call, and neither Safari nor an ad blocker is in between.
        </li>
        <li>
          For the same reason no CORS setting (ACCEPTABLE_ORIGINS) is needed on the server: the browser only talks to
          Letta ADE.
        </li>
        <li>
          Letta Desktop has its mode in ~/.letta/desktop_config.json under databaseConfig: type “embedded” runs a server
          of its own, “local” connects to the one at url with its token. Enter that url and token here.
        </li>
        <li>
          No models on a server? Its Models page lists which environment variable, such as OPENAI_API_KEY, enables which
          provider.
        </li>
      </ul>
    </Fold>
  );
}
