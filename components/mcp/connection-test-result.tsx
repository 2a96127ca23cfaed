import { Check } from 'lucide-react';
import { RunningBar } from '#components/session/running-bar.tsx';
import { ErrorNote } from '#components/ui/error-note.tsx';
import { VisibleText } from '#components/ui/visible-text.tsx';
import type { OfferedTool } from '#lib/letta/mcp-tools.ts';
import type { ConnectionTest } from './use-connection-test.ts';

interface ConnectionTestResultProps {
  test: Exclude<ConnectionTest, { is: 'idle' }>;
  onCancel: () => void;
}

/** What came of trying a connection. */
export function ConnectionTestResult({ test, onCancel }: ConnectionTestResultProps) {
  return <div ref={scrollIntoDialog}>{renderResult(test, onCancel)}</div>;
}

/** It stands below fields that may fill the dialog. */
function scrollIntoDialog(element: HTMLElement | null) {
  element?.scrollIntoView({ block: 'nearest' });
}

function renderResult(test: ConnectionTestResultProps['test'], onCancel: () => void) {
  switch (test.is) {
    case 'running':
      return (
        <div className="flex flex-wrap items-center gap-2">
          <RunningBar label="Connecting…" onCancel={onCancel} />
        </div>
      );
    case 'cancelled':
      return (
        <p role="status" className="text-sm text-warning">
          Cancelled. Nothing was saved.
        </p>
      );
    case 'failed':
      return <ErrorNote {...test.failure} />;
    case 'passed':
      return <FoundTools tools={test.tools} />;
  }
}

function FoundTools({ tools }: { tools: OfferedTool[] }) {
  return (
    <section aria-label="Tools found" className="rounded-lg border border-border p-3">
      <p role="status" className="flex items-center gap-2 text-success">
        <Check className="size-4 shrink-0" />
        It answers, with {tools.length === 1 ? 'one tool' : `${tools.length} tools`}. Nothing is saved yet.
      </p>
      <ul
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and without a mouse only with the focus in it
        tabIndex={0}
        className="mt-2 max-h-48 divide-y divide-border overflow-y-auto"
      >
        {tools.map((tool) => (
          <li key={tool.name} className="py-1">
            <span className="wrap-anywhere font-mono text-sm">{tool.name}</span>
            <span className="block truncate text-muted text-sm">
              <VisibleText text={tool.description?.slice(0, 300) || 'No description'} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
