'use client';

import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Badge } from '#components/ui/badge.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { LineDiff } from '#components/ui/line-diff.tsx';
import type { FileTool } from '#lib/agent-file/agent-file.ts';
import { type Tool, toolsByNameQuery } from '#lib/letta/tools.ts';

interface FileToolsProps {
  serverId: string;
  tools: FileTool[];
  /** Tools of the library that stay, by name. */
  kept: Map<string, Record<string, unknown>>;
  onChange: (kept: Map<string, Record<string, unknown>>) => void;
}

/** The tools of an agent file against the library. Nothing there is replaced unless it is ticked. */
export function FileTools({ serverId, tools, kept, onChange }: FileToolsProps) {
  const custom = tools.filter((tool) => tool.tool_type === 'custom');
  const library = useQuery(
    toolsByNameQuery(
      serverId,
      custom.map((tool) => tool.name),
    ),
  );
  const differing = new Map(
    custom.flatMap((tool) => {
      const known = library.data?.find((each) => each.name === tool.name);
      return known && known.source_code !== tool.source_code ? [[tool.name, known] as const] : [];
    }),
  );
  const names = [...differing.keys()].join(' ');

  // The choice begins with the answer of the server: what differs is kept until somebody ticks it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each set of tools that differ
  useEffect(() => {
    if (names !== '') onChange(new Map([...differing].map(([name, tool]) => [name, fieldsOf(tool)])));
  }, [names]);

  if (custom.length === 0) return <p className="text-muted text-sm">No tools of its own.</p>;
  return (
    <ul aria-label="Tools in the file" className="flex flex-col gap-2">
      {custom.map((tool) => {
        const known = library.data?.find((each) => each.name === tool.name);
        const other = differing.get(tool.name);
        return (
          <li key={tool.name} className="rounded-md border border-border px-3 py-2">
            <p className="flex flex-wrap items-center gap-2">
              <span className="wrap-anywhere font-mono text-sm">{tool.name}</span>
              {known === undefined ? <Badge tone="accent">new</Badge> : null}
              {known && !other ? <Badge>as in the library</Badge> : null}
              {other ? <Badge tone="warning">differs from the library</Badge> : null}
            </p>
            {other ? (
              <Checkbox
                label={`Replace the library's ${tool.name}`}
                hint="For every agent that has it."
                checked={!kept.has(tool.name)}
                onCheckedChange={(isReplaced) => {
                  const next = new Map(kept);
                  if (isReplaced) next.delete(tool.name);
                  else next.set(tool.name, fieldsOf(other));
                  onChange(next);
                }}
              />
            ) : null}
            <details className="mt-1">
              <summary className="min-h-6 cursor-pointer text-faint text-sm">
                {other ? 'Difference to the library' : 'Source'}
              </summary>
              <LineDiff before={other?.source_code ?? tool.source_code ?? ''} after={tool.source_code ?? ''} />
            </details>
          </li>
        );
      })}
    </ul>
  );
}

/** What of a library's tool goes into the file in place of the file's own. */
function fieldsOf({ source_code, json_schema, description, tags, return_char_limit }: Tool): Record<string, unknown> {
  return { source_code, json_schema, description, tags, return_char_limit };
}
