import type { StepMetrics } from '#lib/letta/steps.ts';

/** A piece of a step's bar; start and share are parts of the run's whole time. */
interface BarPiece {
  kind: 'model' | 'tools' | 'rest';
  start: number;
  share: number;
}

export interface StepBar {
  modelMs: number;
  toolMs: number;
  pieces: BarPiece[];
}

/** Steps one behind the other along the time of their run; null for one whose times nobody measured. */
export function layOutSteps(metrics: (StepMetrics | null)[]): (StepBar | null)[] {
  const measured = metrics.map(measure);
  const total = measured.reduce((sum, step) => sum + (step?.step ?? 0), 0);
  let begun = 0;
  return measured.map((step) => {
    if (!step || total === 0) return null;
    const start = begun / total;
    begun += step.step;
    const share = (part: number) => part / total;
    return {
      modelMs: step.model / 1e6,
      toolMs: step.tools / 1e6,
      pieces: [
        { kind: 'model', start, share: share(step.model) },
        { kind: 'tools', start: start + share(step.model), share: share(step.tools) },
        {
          kind: 'rest',
          start: start + share(step.model + step.tools),
          share: share(step.step - step.model - step.tools),
        },
      ].filter((piece): piece is BarPiece => piece.share > 0),
    };
  });
}

function measure(metrics: StepMetrics | null): { model: number; tools: number; step: number } | null {
  if (!metrics) return null;
  const model = metrics.llm_request_ns ?? 0;
  const tools = metrics.tool_execution_ns ?? 0;
  const step = Math.max(metrics.step_ns ?? 0, model + tools);
  return step === 0 ? null : { model, tools, step };
}
