import { Badge } from '#components/ui/badge.tsx';
import type { McpConfig } from '#lib/letta/mcp-config.ts';

/** How an MCP server is reached, in a word. */
export function KindBadge({ kind }: { kind: McpConfig['kind'] }) {
  switch (kind) {
    case 'streamable_http':
      return <Badge>HTTP</Badge>;
    case 'sse':
      return (
        <Badge tone="warning" title="SSE is the older way, which streamable HTTP has replaced">
          SSE, legacy
        </Badge>
      );
    case 'stdio':
      return <Badge>program</Badge>;
  }
}
