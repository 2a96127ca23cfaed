'use client';

import { ExternalLink } from 'lucide-react';
import { Button } from './button.tsx';
import { CopyButton } from './copy-button.tsx';
import { Dialog } from './dialog.tsx';

/** Where a link of an untrusted text leads, before it does: a secret in its query would go along. */
export function LinkDialog({ url, onClose }: { url: URL; onClose: () => void }) {
  const place = url.protocol === 'mailto:' ? 'your mail program' : url.host;

  function open() {
    window.open(url.href, '_blank', 'noopener,noreferrer');
    onClose();
  }

  return (
    <Dialog
      size="sm"
      title={`Open ${place}?`}
      description="This address comes from a text that an agent or a tool wrote. Everything in it is sent to that place."
      onClose={onClose}
      footer={
        <>
          <Button icon={<ExternalLink />} onClick={open}>
            Open
          </Button>
          <CopyButton text={url.href} label="Copy link" showLabel variant="primary" size="md" />
        </>
      }
    >
      <p className="wrap-anywhere max-h-60 overflow-y-auto rounded-md bg-surface-sunken p-2 font-mono text-sm">
        {url.protocol}
        {url.protocol === 'mailto:' ? '' : '//'}
        <strong>{url.host}</strong>
        {decoded(url.pathname)}
        {url.search ? <mark className="bg-warning-soft text-warning">{decoded(url.search)}</mark> : null}
        {decoded(url.hash)}
      </p>
    </Dialog>
  );
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
