import { Badge } from '#components/ui/badge.tsx';
import type { SchemaHealth } from '#lib/letta/mcp-tools.ts';

/** Whether a model can be held to a tool's schema. */
export function SchemaBadge({ health }: { health: SchemaHealth }) {
  switch (health.status) {
    case 'STRICT_COMPLIANT':
      return <Badge tone="success">strict schema</Badge>;
    case 'INVALID':
      return <Badge tone="danger">broken schema</Badge>;
    default:
      return <Badge>loose schema</Badge>;
  }
}
