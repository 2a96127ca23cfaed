'use client';

import { useState } from 'react';
import { CodeEditor } from '#components/ui/code-editor.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Tabs } from '#components/ui/tabs.tsx';
import type { Tool } from '#lib/letta/tools.ts';

/** A tool's source and the schema the model gets. */
export function ToolSourceDialog({ tool, onClose }: { tool: Tool; onClose: () => void }) {
  const source = tool.source_code ?? '';
  const schema = JSON.stringify(tool.json_schema ?? {}, null, 2);
  const [tab, setTab] = useState<'source' | 'schema'>(source ? 'source' : 'schema');
  return (
    <Dialog
      size="lg"
      onClose={onClose}
      title={tool.name ?? 'Tool'}
      description={tool.description || 'No description'}
      footer={
        <CopyButton
          text={tab === 'source' ? source : schema}
          label={tab === 'source' ? 'Copy source' : 'Copy schema'}
          showLabel
        />
      }
    >
      <Tabs
        label="What to show"
        look="segmented"
        value={tab}
        onValueChange={setTab}
        panelClassName="pt-3"
        tabs={[
          {
            id: 'source',
            label: 'Source',
            content: source ? (
              <CodeEditor
                label={`Source of ${tool.name}`}
                className="h-96"
                language="python"
                value={source}
                readOnly
                lineNumbers
              />
            ) : (
              <p className="py-6 text-center text-muted">This tool is part of the server. It has no source to show.</p>
            ),
          },
          {
            id: 'schema',
            label: 'Schema',
            content: (
              <CodeEditor label={`Schema of ${tool.name}`} className="h-96" language="json" value={schema} readOnly />
            ),
          },
        ]}
      />
    </Dialog>
  );
}
