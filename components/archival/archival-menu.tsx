'use client';

import { Archive, Download, Ellipsis, Upload } from 'lucide-react';
import { useState } from 'react';
import { useAgentRef } from '#components/session/agent-session.tsx';
import { useCapability } from '#components/session/use-capability.ts';
import { IconButton } from '#components/ui/icon-button.tsx';
import { lazyComponent } from '#components/ui/lazy-component.tsx';
import { Menu } from '#components/ui/menu.tsx';

const ImportDialog = lazyComponent(() => import('./import-dialog.tsx').then((module) => module.ImportDialog));
const ExportAllDialog = lazyComponent(() => import('./export-all-dialog.tsx').then((module) => module.ExportAllDialog));
const ArchivesDialog = lazyComponent(() => import('./archives-dialog.tsx').then((module) => module.ArchivesDialog));

/** What can be done with all of archival memory. */
export function ArchivalMenu() {
  const { offReason } = useCapability(useAgentRef().serverId, 'archives');
  const [opened, setOpened] = useState<'import' | 'export' | 'archives' | null>(null);
  return (
    <>
      <Menu
        label="Archival memory"
        align="end"
        items={[
          { id: 'import', label: 'Import from a file…', icon: <Upload />, onSelect: () => setOpened('import') },
          { id: 'export', label: 'Export everything…', icon: <Download />, onSelect: () => setOpened('export') },
          {
            id: 'archives',
            label: 'Archives…',
            icon: <Archive />,
            disabledReason: offReason,
            onSelect: () => setOpened('archives'),
          },
        ]}
        trigger={(props) => <IconButton {...props} label="More of archival memory" icon={<Ellipsis />} />}
      />
      {opened === 'import' ? <ImportDialog onClose={() => setOpened(null)} /> : null}
      {opened === 'export' ? <ExportAllDialog onClose={() => setOpened(null)} /> : null}
      {opened === 'archives' ? <ArchivesDialog onClose={() => setOpened(null)} /> : null}
    </>
  );
}
