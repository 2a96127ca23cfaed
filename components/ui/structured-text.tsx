'use client';

import { Badge } from './badge.tsx';
import { LongText } from './long-text.tsx';
import { Markdown } from './markdown.tsx';
import { prettyJson } from './pretty-json.ts';

/** An answer in JSON, as a model gives it when it was asked for a format: laid out, and named as such. */
export function StructuredText({ text }: { text: string }) {
  const pretty = prettyJson(text);
  if (pretty === null) return <Markdown text={text} />;
  return (
    <figure className="flex flex-col gap-1">
      <figcaption>
        <Badge>JSON</Badge>
      </figcaption>
      <LongText text={pretty} name="answer" />
    </figure>
  );
}
