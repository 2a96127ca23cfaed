'use client';

import { Download, Maximize2 } from 'lucide-react';
import { useState } from 'react';
import { formatBytes } from '#lib/format.ts';
import { Button } from './button.tsx';
import { CodeEditor } from './code-editor.tsx';
import { cutText } from './cut-text.ts';
import { Dialog } from './dialog.tsx';
import { saveFile } from './save-file.ts';
import { VisibleText } from './visible-text.tsx';

interface LongTextProps {
  text: string;
  /** What it is, for the title of its window and the name of its file: `return of roll_dice`. */
  name: string;
  className?: string;
}

/** A text of any length: its beginning in place, all of it in a window of its own or as a file. */
export function LongText({ text, name, className }: LongTextProps) {
  const [isOpen, setOpen] = useState(false);
  const { shown, isCut } = cutText(text);
  return (
    <>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and without a mouse only with the focus in it
        tabIndex={0}
        dir={isCut ? undefined : 'auto'}
        className={
          className ??
          'wrap-anywhere max-h-80 overflow-auto whitespace-pre-wrap rounded-md bg-surface-sunken p-2 font-mono text-sm'
        }
      >
        {shown ? <VisibleText text={shown} /> : '(nothing)'}
      </pre>
      {isCut ? (
        <p className="mt-1 flex flex-wrap items-center gap-2 text-faint text-sm">
          <span>
            The first {formatBytes(shown.length)} of {formatBytes(text.length)}
          </span>
          <Button size="sm" icon={<Maximize2 />} onClick={() => setOpen(true)}>
            Open
          </Button>
          <Button size="sm" icon={<Download />} onClick={() => saveFile(`${name}.txt`, text, 'text/plain')}>
            Download
          </Button>
        </p>
      ) : null}
      {isOpen ? (
        <Dialog size="xl" title={name} description={formatBytes(text.length)} onClose={() => setOpen(false)}>
          <CodeEditor label={name} language="plaintext" value={text} readOnly className="h-[65vh]" />
        </Dialog>
      ) : null}
    </>
  );
}
