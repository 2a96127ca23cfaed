import { Badge, type Tone } from '#components/ui/badge.tsx';
import type { McpAnnotations } from '#lib/letta/mcp-tools.ts';

/** What a server says of a tool's habits. */
export function AnnotationBadges({ annotations }: { annotations: McpAnnotations }) {
  return annotationsOf(annotations).map(({ text, tone, title }) => (
    <Badge key={text} tone={tone} title={title}>
      {text}
    </Badge>
  ));
}

function annotationsOf(annotations: McpAnnotations): { text: string; tone: Tone; title: string }[] {
  const { readOnlyHint, destructiveHint, idempotentHint, openWorldHint } = annotations;
  const says = 'Its server says so: ';
  return [
    readOnlyHint === true && { text: 'read-only', tone: 'success' as const, title: `${says}it changes nothing` },
    readOnlyHint !== true &&
      destructiveHint === true && {
        text: 'destructive',
        tone: 'warning' as const,
        title: `${says}it may delete or overwrite`,
      },
    idempotentHint === true && {
      text: 'idempotent',
      tone: 'neutral' as const,
      title: `${says}doing it twice is like doing it once`,
    },
    openWorldHint === true && {
      text: 'open world',
      tone: 'neutral' as const,
      title: `${says}it deals with things outside of it`,
    },
  ].filter((each) => each !== false);
}
