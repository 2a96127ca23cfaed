'use client';

import { ImageOff } from 'lucide-react';
import { isInlineImage, readLink } from './read-link.ts';
import { UntrustedLink } from './untrusted-link.tsx';

/** An image of an untrusted text. What lies elsewhere is named and never loaded: its host would learn of the reading. */
export function ImageChip({ alt, src }: { alt: string; src: string }) {
  if (isInlineImage(src)) {
    return (
      // biome-ignore lint/performance/noImgElement: the image is in the text; there is nothing to optimise
      <img src={src} alt={alt || 'Image'} loading="lazy" className="max-h-80 max-w-full rounded-md object-contain" />
    );
  }
  const url = readLink(src);
  const name = alt || 'image';
  return (
    <span className="inline-flex max-w-full items-center gap-1 rounded-sm bg-surface-sunken px-1.5 text-faint text-sm dark:bg-surface-raised">
      <ImageOff className="size-3 shrink-0" />
      {url ? (
        <UntrustedLink href={src}>
          {name} ({url.host})
        </UntrustedLink>
      ) : (
        <span>{name}</span>
      )}
    </span>
  );
}
