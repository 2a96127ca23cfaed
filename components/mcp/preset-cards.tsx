'use client';

import { Button } from '#components/ui/button.tsx';
import { MCP_PRESETS, type McpPreset } from './mcp-presets.ts';

/** Well known MCP servers, with their address filled in. */
export function PresetCards({ onChoose }: { onChoose: (preset: McpPreset) => void }) {
  return (
    <section aria-labelledby="mcp-presets" className="flex flex-col gap-2">
      <h2 id="mcp-presets" className="font-medium">
        Well known
      </h2>
      <ul className="grid gap-3 sm:grid-cols-2">
        {MCP_PRESETS.map((preset) => (
          <li
            key={preset.name}
            className="flex items-center gap-3 rounded-lg border border-border bg-surface px-4 py-3"
          >
            <div className="min-w-0 flex-1">
              <p className="font-medium">{preset.title}</p>
              <p className="text-muted text-sm">{preset.text}</p>
              <p className="truncate font-mono text-faint text-sm">{preset.url}</p>
            </div>
            <Button size="sm" aria-label={`Add ${preset.title}`} onClick={() => onChoose(preset)}>
              Add
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
