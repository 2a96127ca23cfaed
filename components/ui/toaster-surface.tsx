'use client';

import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { Toaster as Sonner } from 'sonner';
import { useToastDelivery } from './use-toast-delivery.tsx';

/** The sonner half of Toaster. */
export function ToasterSurface() {
  useToastDelivery();
  return (
    <Sonner
      position="bottom-right"
      mobileOffset={{ bottom: 72, left: 12, right: 12 }}
      gap={8}
      visibleToasts={4}
      icons={{
        success: <CircleCheck className="size-4 text-success" />,
        error: <CircleAlert className="size-4 text-danger" />,
        close: <X className="size-3.5" />,
      }}
      toastOptions={{
        unstyled: true,
        closeButton: true,
        closeButtonAriaLabel: 'Dismiss',
        classNames: {
          toast:
            'flex w-full items-start gap-2.5 rounded-lg bg-surface-raised py-2.5 pr-10 pl-3 text-base text-text shadow-overlay',
          icon: 'mt-0.5 shrink-0',
          content: 'min-w-0 wrap-anywhere',
          closeButton:
            'absolute! top-2 right-2 inline-flex size-6 items-center justify-center rounded-sm text-muted hover:bg-hover hover:text-text',
        },
      }}
    />
  );
}
