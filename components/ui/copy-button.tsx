'use client';

import { Check, Copy, X } from 'lucide-react';
import { useState } from 'react';
import { Button } from './button.tsx';
import type { ButtonSize, ButtonVariant } from './button-styles.ts';
import { IconButton } from './icon-button.tsx';

export type CopyButtonProps = {
  /** The text, or how to get it at the moment of the click. */
  text: string | (() => string | Promise<string>);
  label?: string;
  /** Shows the label beside the icon. */
  showLabel?: boolean;
  variant?: ButtonVariant;
  size?: ButtonSize;
  className?: string;
};

type Outcome = 'copied' | 'failed' | undefined;

const SHOWN_MS = 1600;
const said = { copied: 'Copied', failed: 'Could not copy' };
const icons = { copied: <Check className="text-success" />, failed: <X className="text-danger" /> };

export function CopyButton({ text, label = 'Copy', showLabel, variant, size = 'sm', className }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<Outcome>();

  async function handleClick() {
    const next = await copyText(text);
    setOutcome(next);
    setTimeout(() => setOutcome(undefined), SHOWN_MS);
  }

  const icon = outcome ? icons[outcome] : <Copy />;
  const look = { size, icon, className, onClick: () => void handleClick() };
  return (
    <>
      {showLabel ? (
        <Button variant={variant ?? 'secondary'} {...look}>
          {label}
        </Button>
      ) : (
        <IconButton variant={variant ?? 'ghost'} label={label} {...look} />
      )}
      <span role="status" className="sr-only">
        {outcome ? said[outcome] : ''}
      </span>
    </>
  );
}

async function copyText(text: CopyButtonProps['text']): Promise<'copied' | 'failed'> {
  try {
    await navigator.clipboard.writeText(typeof text === 'string' ? text : await text());
    return 'copied';
  } catch {
    return 'failed';
  }
}
