import { Check, CircleAlert } from 'lucide-react';
import { isLettaCloud, type Reached, type ServerStatus } from '#lib/letta/servers.ts';

interface TestResultProps {
  status: ServerStatus;
  /** The address that was tried, and whether only one certificate is taken from it. */
  url: string;
  isPinned: boolean;
}

/** What a test of a connection found: which server it is, where it is, and who vouches for it. */
export function TestResult({ status, url, isPinned }: TestResultProps) {
  if (!status.ok)
    return (
      <p role="alert" className="flex items-start gap-2 text-danger">
        <CircleAlert className="mt-0.5 size-4 shrink-0" />
        <span className="wrap-anywhere">
          {status.message} <span className="text-muted">{status.next}</span>
        </span>
      </p>
    );
  return (
    <div className="flex flex-col gap-2">
      <p role="status" className="flex items-center gap-2 text-success">
        <Check className="size-4" />
        Letta {status.version} answers in {status.latencyMs} ms.
      </p>
      {status.reached ? (
        <dl aria-label="Where the key goes" className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
          <Fact name="Server" value={isLettaCloud({ url }) ? 'Letta Cloud' : 'A Letta server of your own'} />
          <Fact name="Address" value={`${URL.parse(url)?.origin ?? url} at ${status.reached.address}`} />
          <Fact name="Encryption" value={encryptionWords(status.reached, isPinned)} />
        </dl>
      ) : null}
    </div>
  );
}

function encryptionWords({ issuer, isPrivate }: Reached, isPinned: boolean): string {
  if (issuer !== null) return isPinned ? 'By the certificate you trust' : `By a certificate of ${issuer}`;
  return isPrivate ? 'None, on this computer or its own network' : 'None: whoever is on the way can read the key';
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="wrap-anywhere">{value}</dd>
    </>
  );
}
