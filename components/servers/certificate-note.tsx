import { ShieldAlert } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import type { CertificateFacts } from '#lib/letta/servers.ts';

interface CertificateNoteProps {
  certificate: CertificateFacts;
  busy?: boolean;
  onTrust: () => void;
}

/** A certificate nobody vouches for, to be compared with what the owner of the server says. */
export function CertificateNote({ certificate, busy, onTrust }: CertificateNoteProps) {
  const { fingerprint, subject, issuer, validFrom, validTo } = certificate;
  return (
    <section
      aria-label="Certificate of the server"
      className="flex flex-col gap-2 rounded-lg border border-warning/30 bg-warning-soft p-3"
    >
      <p className="flex items-start gap-2">
        <ShieldAlert className="mt-0.5 size-4 shrink-0 text-warning" />
        <span className="min-w-0">
          Compare the fingerprint with the one of your server before you trust it. Nothing was sent to it yet.
        </span>
      </p>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
        <Fact name="SHA-256" value={fingerprint} />
        <Fact name="Made for" value={subject} />
        <Fact name="Made by" value={issuer} />
        <Fact name="Valid" value={`${validFrom} – ${validTo}`} />
      </dl>
      <Button size="sm" className="self-start" busy={busy ?? false} onClick={onTrust}>
        Trust this certificate
      </Button>
    </section>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="wrap-anywhere font-mono">{value}</dd>
    </>
  );
}
