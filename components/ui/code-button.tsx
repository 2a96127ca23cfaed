'use client';

import { CodeXml } from 'lucide-react';
import { useState } from 'react';
import type { CodeCall } from '#lib/as-code.ts';
import { Button } from './button.tsx';
import { IconButton } from './icon-button.tsx';
import { lazyComponent } from './lazy-component.tsx';

const CodeDialog = lazyComponent(() => import('./code-dialog.tsx').then((module) => module.CodeDialog));

interface CodeButtonProps {
  /** What the code does, in a few words: "Read this agent". */
  title: string;
  call: () => CodeCall;
  /** Shows words beside the icon. */
  label?: string;
}

/** The way from what is on screen to the code that does the same. */
export function CodeButton({ title, call, label }: CodeButtonProps) {
  const [shown, setShown] = useState<CodeCall | null>(null);
  const open = () => setShown(call());
  return (
    <>
      {label ? (
        <Button size="sm" icon={<CodeXml />} onClick={open}>
          {label}
        </Button>
      ) : (
        <IconButton label={`${title}, as code`} icon={<CodeXml />} onClick={open} />
      )}
      {shown ? <CodeDialog title={title} call={shown} onClose={() => setShown(null)} /> : null}
    </>
  );
}
