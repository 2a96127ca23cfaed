import { describe, expect, it } from 'vitest';
import { layOutSteps } from './lay-out-steps.ts';

const step = (model: number, tools: number, whole: number) => ({
  llm_request_ns: model * 1e6,
  tool_execution_ns: tools * 1e6,
  step_ns: whole * 1e6,
});

describe('layOutSteps', () => {
  it('puts steps one behind the other, the parts of each in order', () => {
    const [first, second] = layOutSteps([step(50, 25, 100), step(100, 0, 100)]);
    expect(first).toMatchObject({
      modelMs: 50,
      toolMs: 25,
      pieces: [
        { kind: 'model', start: 0, share: 0.25 },
        { kind: 'tools', start: 0.25, share: 0.125 },
        { kind: 'rest', start: 0.375, share: 0.125 },
      ],
    });
    expect(second?.pieces).toEqual([{ kind: 'model', start: 0.5, share: 0.5 }]);
  });

  it.each([
    ['no metrics', [null]],
    ['nothing measured', [{ llm_request_ns: null, tool_execution_ns: null, step_ns: null }]],
  ])('knows no bar for %s', (_name, metrics) => {
    expect(layOutSteps(metrics)).toEqual([null]);
  });

  it('believes the parts where the whole is shorter', () => {
    expect(layOutSteps([step(80, 40, 100)])[0]?.pieces.at(-1)).toMatchObject({ kind: 'tools', share: 40 / 120 });
  });
});
