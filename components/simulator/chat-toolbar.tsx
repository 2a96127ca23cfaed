'use client';

import { Download, Ellipsis, FileJson, FileText, Search, TriangleAlert } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useThreadRef } from '#components/session/agent-session.tsx';
import { Button } from '#components/ui/button.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { lazyComponent } from '#components/ui/lazy-component.tsx';
import { Menu } from '#components/ui/menu.tsx';
import { DENSITIES, type Density, setDensity, usePreferences } from '#components/ui/preferences-store.ts';
import { SelectField } from '#components/ui/select-field.tsx';
import { useCommands } from '#components/ui/use-commands.ts';
import { openFind } from './find-store.ts';
import { useWithErrors } from './use-history.ts';

const ExportDialog = lazyComponent(() => import('./export-dialog.tsx').then((module) => module.ExportDialog));

const NAMES: Record<Density, string> = { simple: 'Simple', detailed: 'Detailed', raw: 'Raw' };

/** What the chat shows, and what can be done with all of it. */
export function ChatToolbar({ switcher }: { switcher?: ReactNode }) {
  const ref = useThreadRef();
  const density = usePreferences((state) => state.density);
  const [withErrors, setWithErrors] = useWithErrors();
  const [exporting, setExporting] = useState<'markdown' | 'json' | null>(null);
  const canTellErrors = ref.conversationId === null;
  useCommands([
    {
      id: 'find',
      label: 'Find in this conversation',
      group: 'Chat',
      shortcut: '$mod+Shift+f',
      icon: <Search />,
      run: openFind,
    },
    ...DENSITIES.map((each) => ({
      id: `density-${each}`,
      label: `Show the transcript: ${NAMES[each].toLowerCase()}`,
      group: 'Chat',
      run: () => setDensity(each),
    })),
    {
      id: 'export',
      label: 'Export the transcript…',
      group: 'Chat',
      icon: <Download />,
      run: () => setExporting('markdown'),
    },
  ]);
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-1.5 border-border border-b bg-surface px-2 py-1.5">
      <div className="min-w-0 flex-1">{switcher}</div>
      <SelectField
        label="How much to show"
        labelHidden
        className="w-28"
        value={density}
        onValueChange={(value) => setDensity(DENSITIES.find((each) => each === value) ?? 'detailed')}
        options={DENSITIES.map((value) => ({ value, label: NAMES[value] }))}
      />
      <IconButton label="Find in this conversation" icon={<Search />} onClick={openFind} />
      <Menu
        label="Transcript"
        align="end"
        items={[
          {
            id: 'markdown',
            label: 'Export as Markdown…',
            icon: <FileText />,
            onSelect: () => setExporting('markdown'),
          },
          { id: 'json', label: 'Export as JSON…', icon: <FileJson />, onSelect: () => setExporting('json') },
          { id: 'separator', separator: true },
          {
            id: 'errors',
            label: 'Show messages of failed steps',
            icon: <TriangleAlert />,
            checked: withErrors,
            disabledReason: canTellErrors ? undefined : "Letta keeps them for the agent's own thread only",
            onSelect: () => void setWithErrors(!withErrors),
          },
        ]}
        trigger={(props) => <IconButton {...props} label="Transcript actions" icon={<Ellipsis />} />}
      />
      {withErrors ? (
        <Button size="sm" icon={<TriangleAlert />} onClick={() => void setWithErrors(null)}>
          Failed steps shown
        </Button>
      ) : null}
      {exporting ? <ExportDialog format={exporting} onClose={() => setExporting(null)} /> : null}
    </div>
  );
}
