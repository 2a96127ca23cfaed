'use client';

import { FoldHorizontal, PanelLeftClose, PanelRightClose } from 'lucide-react';
import type { CSSProperties, ReactNode } from 'react';
import { IconButton } from '#components/ui/icon-button.tsx';
import { TabList } from '#components/ui/tab-list.tsx';
import { cn } from '#lib/cn.ts';
import type { PanelId } from './panel-layout.ts';
import { type PanelLayout, panelDomId } from './use-panel-layout.ts';

export type PanelSpec = {
  id: PanelId;
  label: string;
  icon: ReactNode;
  /** Small buttons in the panel's heading. */
  actions?: ReactNode;
  content: ReactNode;
};

type PanelFrameProps = {
  id: PanelId;
  panels: PanelSpec[];
  activeId: PanelId;
  layout: PanelLayout;
  onActiveChange: (id: PanelId) => void;
};

/** One panel: its heading and content, and the rail that is left when it is collapsed. The style sheet shows one of them. */
export function PanelFrame({ id, panels, activeId, layout, onActiveChange }: PanelFrameProps) {
  const panel = panels.find((candidate) => candidate.id === id);
  if (!panel) return null;
  const foldId = `${panelDomId(id)}-fold`;
  const railId = `${panelDomId(id)}-rail`;

  function setCollapsed(collapsed: boolean) {
    layout.setCollapsed(id, collapsed);
    // The button just used disappears; its counterpart takes the focus once it is there.
    requestAnimationFrame(() => document.getElementById(collapsed ? railId : foldId)?.focus());
  }

  return (
    <section
      id={panelDomId(id)}
      aria-label={panel.label}
      data-place={id}
      data-active={id === activeId}
      data-side={id === 'simulator' ? undefined : id === layout.side}
      data-collapsed={layout.collapsedIn(id).join(' ')}
      style={id === 'simulator' ? undefined : (layout.sizesOf(id) as CSSProperties)}
      className="@container/panel overflow-hidden bg-surface"
    >
      <div className="three-panels-content flex h-full flex-col @max-[5rem]/panel:invisible">
        <header
          className={cn(
            'flex h-9 shrink-0 items-center gap-1 border-border border-b pr-1 pl-3',
            panel.actions ? '' : 'max-two:sr-only',
          )}
        >
          <PanelTitle panel={panel} panels={panels} layout={layout} onActiveChange={onActiveChange} />
          <div className="ml-auto flex items-center gap-0.5">
            {panel.actions}
            <span className="max-two:hidden">
              <IconButton
                id={foldId}
                label={`Collapse ${panel.label.toLowerCase()}`}
                icon={foldIcon({ id, layout })}
                disabledReason={layout.isLastOpen ? 'one panel stays open' : undefined}
                onClick={() => setCollapsed(true)}
              />
            </span>
          </div>
        </header>
        <div className="min-h-0 flex-1 overflow-auto">{panel.content}</div>
      </div>
      <button
        type="button"
        id={railId}
        aria-label={`Show ${panel.label.toLowerCase()}`}
        onClick={() => setCollapsed(false)}
        className="focus-inset absolute inset-0 hidden flex-col items-center gap-2.5 py-2.5 text-muted hover:bg-hover hover:text-text @max-[5rem]/panel:flex [&_svg]:size-3.5"
      >
        {panel.icon}
        <span className="font-medium text-sm [writing-mode:vertical-rl]">{panel.label}</span>
      </button>
    </section>
  );
}

function PanelTitle({
  panel,
  panels,
  layout,
  onActiveChange,
}: { panel: PanelSpec } & Omit<PanelFrameProps, 'id' | 'activeId'>) {
  const isSide = panel.id !== 'simulator';
  return (
    <>
      {isSide ? (
        <div data-side-tabs className="-ml-1.5 hidden two:max-three:flex">
          <TabList
            label="Side panel"
            look="segmented"
            tabs={panels.filter((other) => other.id !== 'simulator')}
            value={layout.side}
            onValueChange={onActiveChange}
            panelIdOf={panelDomId}
          />
        </div>
      ) : null}
      <h2
        className={cn(
          'flex min-w-0 items-center gap-2 font-medium text-sm [&_svg]:size-3.5 [&_svg]:text-muted',
          isSide && 'two:max-three:sr-only',
        )}
      >
        {panel.icon}
        <span className="truncate">{panel.label}</span>
      </h2>
    </>
  );
}

function foldIcon({ id, layout }: { id: PanelId; layout: PanelLayout }) {
  if (id === 'simulator') return <FoldHorizontal />;
  return id === 'state' || layout.arrangement === 'two' ? <PanelRightClose /> : <PanelLeftClose />;
}
