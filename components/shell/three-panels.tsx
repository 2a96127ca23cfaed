'use client';

import { TabList } from '#components/ui/tab-list.tsx';
import { PanelFrame, type PanelSpec } from './panel-frame.tsx';
import type { PanelId } from './panel-layout.ts';
import { PanelSeparator } from './panel-separator.tsx';
import { panelDomId, usePanelLayout } from './use-panel-layout.ts';
import { useTabHandover } from './use-tab-handover.ts';

export type ThreePanelsProps = {
  /** One per id; the order on the screen is fixed. */
  panels: PanelSpec[];
  /** The one a narrow window shows; of two panels, the side. */
  activeId: PanelId;
  onActiveChange: (id: PanelId) => void;
};

/** The agent page: three panels side by side, two, or one, by the width of the window. None is ever unmounted. */
export function ThreePanels({ panels, activeId, onActiveChange }: ThreePanelsProps) {
  const layout = usePanelLayout(activeId);
  useTabHandover(layout.side);
  const frame = { panels, activeId, layout, onActiveChange };
  const firstTarget = layout.arrangement === 'two' ? layout.side : 'configuration';
  const nameOf = (id: PanelId) => panels.find((panel) => panel.id === id)?.label.toLowerCase() ?? id;
  return (
    <div className="three-panels flex h-full flex-col">
      <div className="three-panels-row">
        <PanelFrame id="configuration" {...frame} />
        <PanelSeparator
          place="first-separator"
          target={firstTarget}
          label={`Resize ${nameOf(firstTarget)}`}
          layout={layout}
        />
        <PanelFrame id="simulator" {...frame} />
        <PanelSeparator place="second-separator" target="state" label={`Resize ${nameOf('state')}`} layout={layout} />
        <PanelFrame id="state" {...frame} />
      </div>
      <TabList
        label="Panels"
        look="bar"
        tabs={panels}
        value={activeId}
        onValueChange={onActiveChange}
        panelIdOf={panelDomId}
        className="border-border border-t bg-surface pb-[env(safe-area-inset-bottom)] two:hidden"
      />
    </div>
  );
}
