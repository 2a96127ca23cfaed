'use client';

import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { useRef } from 'react';
import { cn } from '#lib/cn.ts';
import type { DialogProps, DialogSize } from './dialog.tsx';
import { IconButton } from './icon-button.tsx';

const widths: Record<DialogSize, string> = {
  sm: 'sm:max-w-104',
  md: 'sm:max-w-140',
  lg: 'sm:max-w-190',
  xl: 'sm:max-w-270',
};

/** The Radix half of Dialog, which loads it when it is first needed. */
export function DialogSurface({
  onClose,
  title,
  description,
  descriptionHidden,
  size = 'md',
  footer,
  role = 'dialog',
  children,
}: DialogProps) {
  const opener = useRef<Element>(null);
  return (
    <Radix.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-backdrop data-[state=open]:animate-appear" />
        <div className="pointer-events-none fixed inset-0 z-40 flex items-start justify-center sm:p-[8vh_1.5rem]">
          <Radix.Content
            role={role}
            onOpenAutoFocus={() => {
              opener.current = document.activeElement;
            }}
            // Radix gives the focus back to its own trigger only, and here there is none.
            onCloseAutoFocus={(event) => {
              event.preventDefault();
              if (opener.current instanceof HTMLElement) opener.current.focus();
            }}
            className={cn(
              'pointer-events-auto relative flex h-dvh w-full flex-col bg-surface-raised shadow-overlay outline-none data-[state=open]:animate-pop sm:h-auto sm:max-h-[84vh] sm:rounded-xl',
              widths[size],
            )}
          >
            <div className="flex flex-col gap-0.5 py-3.5 pr-12 pl-5">
              <Radix.Title className="wrap-anywhere font-semibold text-lg">{title}</Radix.Title>
              <Radix.Description asChild>
                <div className={descriptionHidden ? 'sr-only' : 'text-pretty text-muted'}>{description}</div>
              </Radix.Description>
            </div>
            {children ? <div className="min-h-0 flex-1 overflow-y-auto px-5 pt-1 pb-5">{children}</div> : null}
            {footer ? (
              <div className="mt-auto flex flex-wrap items-center justify-end gap-2 border-border border-t px-5 py-3">
                {footer}
              </div>
            ) : null}
            <Radix.Close asChild>
              <IconButton label="Close" icon={<X />} className="absolute! top-3 right-3" />
            </Radix.Close>
          </Radix.Content>
        </div>
      </Radix.Portal>
    </Radix.Root>
  );
}
