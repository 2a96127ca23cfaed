'use client';

import { useState } from 'react';
import { Dialog } from '#components/ui/dialog.tsx';
import { LongText } from '#components/ui/long-text.tsx';
import { Tabs } from '#components/ui/tabs.tsx';
import { VisibleText } from '#components/ui/visible-text.tsx';
import type { McpServer } from '#lib/letta/mcp-config.ts';
import type { McpTool } from '#lib/letta/mcp-tools.ts';
import { AnnotationBadges } from './annotation-badges.tsx';
import { McpToolTester } from './mcp-tool-tester.tsx';
import { SchemaBadge } from './schema-badge.tsx';

interface McpToolDialogProps {
  serverId: string;
  server: McpServer;
  tool: McpTool;
  onClose: () => void;
}

/** What of a description fits above the rest. */
const SHORT = 500;

/** All that is known of a tool of an MCP server, and a try of it. */
export function McpToolDialog({ serverId, server, tool, onClose }: McpToolDialogProps) {
  const [tab, setTab] = useState<'try' | 'schema'>('try');
  return (
    <Dialog
      size="lg"
      title={tool.title ? `${tool.libraryName} · ${tool.title}` : tool.libraryName}
      description={<VisibleText text={tool.description.slice(0, SHORT) || 'No description'} />}
      onClose={onClose}
    >
      <p className="flex flex-wrap items-center gap-2 pb-3 text-muted text-sm">
        <AnnotationBadges annotations={tool.annotations} />
        {tool.health ? <SchemaBadge health={tool.health} /> : null}
        {tool.name === tool.libraryName ? null : (
          <span>
            Its server calls it <code className="font-mono">{tool.name}</code>; another tool had the name.
          </span>
        )}
      </p>
      <Tabs
        label="About this tool"
        value={tab}
        onValueChange={setTab}
        panelClassName="pt-3"
        tabs={[
          {
            id: 'try',
            label: 'Try it',
            content: <McpToolTester serverId={serverId} server={server} tool={tool} />,
          },
          { id: 'schema', label: 'Schema', content: <SchemaPart tool={tool} /> },
        ]}
      />
    </Dialog>
  );
}

function SchemaPart({ tool }: { tool: McpTool }) {
  return (
    <div className="flex flex-col gap-4">
      {tool.health && tool.health.reasons.length > 0 ? (
        <section aria-label="Why the schema is not strict" className="text-sm">
          <p className="font-medium">Models cannot be held to this schema strictly:</p>
          <ul className="mt-1 list-disc pl-5 text-muted">
            {tool.health.reasons.map((reason) => (
              <li key={reason} className="wrap-anywhere">
                {reason}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {tool.description.length > SHORT ? <Part title="All of its description" text={tool.description} /> : null}
      <Part title="What it takes" text={JSON.stringify(tool.inputSchema, null, 2)} />
      {tool.outputSchema ? <Part title="What it returns" text={JSON.stringify(tool.outputSchema, null, 2)} /> : null}
    </div>
  );
}

function Part({ title, text }: { title: string; text: string }) {
  return (
    <section aria-label={title} className="min-w-0">
      <h3 className="pb-1 font-medium text-sm">{title}</h3>
      <LongText text={text} name={title} />
    </section>
  );
}
