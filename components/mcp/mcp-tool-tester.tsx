'use client';

import { Play } from 'lucide-react';
import { useState } from 'react';
import { ArgsForm } from '#components/session/args-form.tsx';
import { parseArgs } from '#components/session/parse-args.ts';
import { RunResult } from '#components/session/run-result.tsx';
import { RunningBar } from '#components/session/running-bar.tsx';
import { useToolRun } from '#components/session/use-tool-run.ts';
import { Button } from '#components/ui/button.tsx';
import { ErrorNote } from '#components/ui/error-note.tsx';
import { describeMcpFailure } from '#lib/letta/describe-mcp-failure.ts';
import type { McpServer } from '#lib/letta/mcp-config.ts';
import { runMcpTool } from '#lib/letta/mcp-servers.ts';
import type { McpTool } from '#lib/letta/mcp-tools.ts';

interface McpToolTesterProps {
  serverId: string;
  server: McpServer;
  tool: McpTool;
}

/** Runs a tool on its MCP server, with arguments from its schema and without an agent. */
export function McpToolTester({ serverId, server, tool }: McpToolTesterProps) {
  const [text, setText] = useState('{}');
  const { state, start, cancel } = useToolRun(describeMcpFailure);
  const args = parseArgs(text);
  return (
    <div className="flex flex-col gap-4">
      <ArgsForm schema={tool.inputSchema} text={text} onChange={setText} />
      <div className="flex flex-wrap items-center gap-2">
        {state.is === 'running' ? (
          <RunningBar onCancel={cancel} />
        ) : (
          <Button
            variant="primary"
            icon={<Play />}
            disabledReason={args.ok ? undefined : args.problem}
            onClick={() =>
              void start((signal) => runMcpTool({ serverId, server, tool }, args.ok ? args.args : {}, signal))
            }
          >
            Run
          </Button>
        )}
      </div>
      {state.is === 'done' ? <RunResult run={state.run} /> : null}
      {state.is === 'failed' ? <ErrorNote {...state.failure} /> : null}
      {state.is === 'cancelled' ? (
        <p role="status" className="text-sm text-warning">
          Cancelled. The MCP server may let it run to its end.
        </p>
      ) : null}
    </div>
  );
}
