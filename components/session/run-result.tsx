import { Badge } from '#components/ui/badge.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { LongText } from '#components/ui/long-text.tsx';
import { prettyJson } from '#components/ui/pretty-json.ts';
import { formatDuration } from '#lib/format.ts';
import type { ToolRun } from '#lib/letta/tool-runs.ts';

/** What a try of a tool gave: return or error, what it printed, and how long it took. */
export function RunResult({ run }: { run: ToolRun }) {
  const isOk = run.status === 'success';
  return (
    <section aria-label="Result" className="flex flex-col gap-2">
      <p className="flex items-center gap-2 text-sm">
        <Badge tone={isOk ? 'success' : 'danger'}>{isOk ? 'success' : 'error'}</Badge>
        <span className="tabular text-faint">{formatDuration(run.durationMs)}</span>
        <span className="ml-auto">
          <CopyButton text={run.text} label="Copy the return" />
        </span>
      </p>
      <Part label={isOk ? 'Return' : 'Error'} text={prettyJson(run.text) ?? run.text} />
      {run.stdout ? <Part label="Printed (stdout)" text={run.stdout} /> : null}
      {run.stderr ? <Part label={isOk ? 'Printed (stderr)' : 'Traceback and stderr'} text={run.stderr} /> : null}
    </section>
  );
}

function Part({ label, text }: { label: string; text: string }) {
  return (
    <div className="min-w-0">
      <p className="pb-0.5 font-medium text-faint text-xs">{label}</p>
      <LongText text={text} name={label} />
    </div>
  );
}
