'use client';

import { useState } from 'react';
import { asCode, type CodeCall, type CodeLanguage } from '#lib/as-code.ts';
import { CodeBlock } from './code-block.tsx';
import { CopyButton } from './copy-button.tsx';
import { Dialog } from './dialog.tsx';
import { Tabs } from './tabs.tsx';

const NAMES: Record<CodeLanguage, string> = { curl: 'curl', typescript: 'TypeScript', python: 'Python' };
const LANGUAGES: CodeLanguage[] = ['curl', 'typescript', 'python'];
const COLOURS: Record<CodeLanguage, string> = { curl: 'bash', typescript: 'typescript', python: 'python' };

interface CodeDialogProps {
  title: string;
  call: CodeCall;
  onClose: () => void;
}

/** One call to the server as code one can run. The key stays a name. */
export function CodeDialog({ title, call, onClose }: CodeDialogProps) {
  const [language, setLanguage] = useState<CodeLanguage>('curl');
  return (
    <Dialog
      size="lg"
      title={`${title}, as code`}
      description="Set LETTA_BASE_URL and LETTA_API_KEY first: the address of the server, and its key or password."
      onClose={onClose}
      footer={<CopyButton text={asCode(call, language)} label={`Copy ${NAMES[language]}`} showLabel />}
    >
      <Tabs
        label="Language"
        look="segmented"
        value={language}
        onValueChange={setLanguage}
        panelClassName="pt-3"
        tabs={LANGUAGES.map((id) => ({
          id,
          label: NAMES[id],
          content: (
            <CodeBlock>
              <code className={`language-${COLOURS[id]}`}>{asCode(call, id)}</code>
            </CodeBlock>
          ),
        }))}
      />
    </Dialog>
  );
}
