'use client';

import { Link2, X } from 'lucide-react';
import { useThreadRef } from '#components/session/agent-session.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { type Attachment, removeAttachment } from './attachments-store.ts';

interface AttachmentBarProps {
  images: Attachment[];
  /** Why the last file could not be taken. */
  failure: string | null;
}

/** The images that go along with the next message. */
export function AttachmentBar({ images, failure }: AttachmentBarProps) {
  const ref = useThreadRef();
  if (images.length === 0 && failure === null) return null;
  return (
    <div className="flex flex-col gap-1.5">
      {failure ? (
        <p role="alert" className="text-danger text-sm">
          {failure}
        </p>
      ) : null}
      <ul aria-label="Attached images" className="flex flex-wrap gap-2">
        {images.map((image) => (
          <li
            key={image.id}
            className="flex max-w-full items-center gap-1.5 rounded-md border border-border bg-surface-sunken py-1 pr-1 pl-1.5 text-sm"
          >
            <Preview image={image} />
            <span className="max-w-48 truncate">{image.name}</span>
            <IconButton label={`Remove ${image.name}`} icon={<X />} onClick={() => removeAttachment(ref, image.id)} />
          </li>
        ))}
      </ul>
      {images.length > 0 ? (
        <p className="text-faint text-sm">A model that cannot see gets a note in their place, or the server refuses.</p>
      ) : null}
    </div>
  );
}

function Preview({ image }: { image: Attachment }) {
  const { source } = image.part;
  if (source.type === 'url') return <Link2 className="size-4 shrink-0 text-muted" />;
  return (
    // biome-ignore lint/performance/noImgElement: it was just picked; there is nothing to optimise
    <img
      src={`data:${source.media_type};base64,${source.data}`}
      alt=""
      className="size-8 shrink-0 rounded-sm object-cover"
    />
  );
}
