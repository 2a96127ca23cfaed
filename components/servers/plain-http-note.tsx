import { ShieldAlert } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';

interface PlainHttpNoteProps {
  /** Why the key was not sent. */
  reason: string;
  onAllow: () => void;
}

/** A key that would travel where others can read it, held back until the person says otherwise. */
export function PlainHttpNote({ reason, onAllow }: PlainHttpNoteProps) {
  return (
    <section
      aria-label="The key would be readable on the way"
      className="flex flex-col gap-2 rounded-lg border border-warning/30 bg-warning-soft p-3"
    >
      <p role="alert" className="flex items-start gap-2">
        <ShieldAlert className="mt-0.5 size-4 shrink-0 text-warning" />
        <span className="wrap-anywhere min-w-0">{reason} Nothing was sent.</span>
      </p>
      <Button size="sm" className="self-start" onClick={onAllow}>
        Send the key unencrypted
      </Button>
    </section>
  );
}
