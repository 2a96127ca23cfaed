'use client';

import { ImageOff } from 'lucide-react';
import type { ImageSource } from '#lib/runs/message-content.ts';

const SHOWN_TYPES = /^image\/(?:png|jpeg|gif|webp)$/;
/** Base64 characters; more is named, not drawn. */
const MOST_DATA = 8 * 1024 * 1024;

/** The images of a message. What lies elsewhere is named and not loaded: loading it would tell its host. */
export function MessageImages({ images }: { images: ImageSource[] }) {
  if (images.length === 0) return null;
  return (
    <ul aria-label="Images" className="mt-1 flex flex-wrap gap-2">
      {images.map((image, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the images of a message do not change places
        <li key={index} className="max-w-full">
          <MessageImage image={image} number={index + 1} />
        </li>
      ))}
    </ul>
  );
}

function MessageImage({ image, number }: { image: ImageSource; number: number }) {
  if (image.type === 'base64' && SHOWN_TYPES.test(image.mediaType) && image.data.length <= MOST_DATA) {
    return (
      // biome-ignore lint/performance/noImgElement: the image is in the message; there is nothing to optimise
      <img
        src={`data:${image.mediaType};base64,${image.data}`}
        alt={`Attached ${number}`}
        loading="lazy"
        className="max-h-60 max-w-full rounded-md border border-border object-contain"
      />
    );
  }
  const name =
    image.type === 'url' ? image.url : image.type === 'file' ? `file ${image.fileId}` : `${image.mediaType}, not shown`;
  return (
    <span className="wrap-anywhere inline-flex items-center gap-1 rounded-sm bg-surface-sunken px-1.5 text-faint text-sm">
      <ImageOff className="size-3 shrink-0" />
      Image: {name.slice(0, 300)}
    </span>
  );
}
