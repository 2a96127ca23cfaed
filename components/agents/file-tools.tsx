'use client';

import { useQuery } from '@tanstack/react-query';
import { Badge } from '#components/ui/badge.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { ErrorNote } from '#components/ui/error-note.tsx';
import { LineDiff } from '#components/ui/line-diff.tsx';
import { customTools, type FileTool } from '#lib/agent-file/agent-file.ts';
import { describeFailure } from '#lib/letta/describe-failure.ts';
import { toolsByNameQuery } from '#lib/letta/tools.ts';

interface FileToolsProps {
  serverId: string;
  tools: FileTool[];
  /** Names of the library's tools that the file's replace. */
  replaced: ReadonlySet<string>;
  onChange: (replaced: ReadonlySet<string>) => void;
}

/** The tools of an agent file against the library. Nothing there is replaced unless it is ticked. */
export function FileTools({ serverId, tools, replaced, onChange }: FileToolsProps) {
  const custom = customTools(tools);
  const library = useQuery(
    toolsByNameQuery(
      serverId,
      custom.map((tool) => tool.name),
    ),
  );

  if (custom.length === 0) return <p className="text-muted text-sm">No tools of its own.</p>;
  return (
    <>
      {library.error ? <ErrorNote {...describeFailure(library.error)} /> : null}
      <ul aria-label="Tools in the file" className="flex flex-col gap-2">
        {custom.map((tool) => {
          const known = library.data?.find((each) => each.name === tool.name);
          const other = known && known.source_code !== tool.source_code ? known : undefined;
          return (
            <li key={tool.name} className="rounded-md border border-border px-3 py-2">
              <p className="flex flex-wrap items-center gap-2">
                <span className="wrap-anywhere font-mono text-sm">{tool.name}</span>
                {library.data && known === undefined ? <Badge tone="accent">new</Badge> : null}
                {known && !other ? <Badge>as in the library</Badge> : null}
                {other ? <Badge tone="warning">differs from the library</Badge> : null}
              </p>
              {other ? (
                <Checkbox
                  label={`Replace the library's ${tool.name}`}
                  hint="For every agent that has it."
                  checked={replaced.has(tool.name)}
                  onCheckedChange={(isReplaced) => {
                    const next = new Set(replaced);
                    if (isReplaced) next.add(tool.name);
                    else next.delete(tool.name);
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
    </>
  );
}
