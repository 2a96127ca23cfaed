import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareSaved, inputProblem, listChanges, readSetting, toInput, toPatch } from './agent-settings.ts';
import type { AgentState } from './agents.ts';
import { advancedFields, COMPACTION_FIELDS, modelSettingFields, type SettingField } from './setting-fields.ts';

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`./recordings/${name}.json`, import.meta.url), 'utf8')) as AgentState;
const AGENT = read('agent');
const CHANGED = read('agent-model-changed');
const FIELDS = [...modelSettingFields('openai', 128_000), ...COMPACTION_FIELDS, ...advancedFields()];
const fieldAt = (path: string): SettingField => {
  const field = FIELDS.find((each) => each.path === path);
  if (!field) throw new Error(`No field ${path}`);
  return field;
};

describe('a setting', () => {
  it.each([
    ['context_window_limit', 32_000],
    ['model_settings.temperature', 0.5],
    ['model_settings.reasoning.reasoning_effort', 'low'],
    ['compaction_settings.mode', 'sliding_window'],
    ['embedding', 'openai/text-embedding-3-small'],
    ['no_such.thing', undefined],
  ])('%s is read', (path, value) => {
    expect(readSetting(AGENT, path)).toEqual(value);
  });

  it('is read from the deprecated object where the server has no other', () => {
    const old = { ...AGENT, model_settings: null, embedding: null } as unknown as AgentState;
    expect(readSetting(old, 'model_settings.temperature')).toBe(0.5);
    expect(readSetting(old, 'model_settings.max_output_tokens')).toBe(2_048);
    expect(readSetting(old, 'embedding')).toBe(AGENT.embedding_config?.handle);
  });

  it('tells what requests are made with where the server reports something else', () => {
    expect(CHANGED.model_settings).toMatchObject({ parallel_tool_calls: true });
    expect(readSetting(CHANGED, 'model_settings.parallel_tool_calls')).toBe(false);
  });

  it.each([
    ['context_window_limit', '0', 'Enter 1 or more.'],
    ['context_window_limit', '128001', 'Enter 128,000 or less.'],
    ['context_window_limit', '1.5', 'Enter a whole number.'],
    ['model_settings.temperature', 'warm', 'Enter a number.'],
    ['model_settings.max_output_tokens', '', 'This cannot be empty.'],
    ['metadata', '[1]', 'Enter a JSON object: { … }.'],
    ['metadata', '{"a":', 'This is not JSON.'],
  ])('%s refuses %j', (path, input, words) => {
    expect(inputProblem(fieldAt(path), input)).toContain(words);
  });

  it.each([
    ['metadata', ''],
    ['compaction_settings.clip_chars', ''],
    ['timezone', 'Europe/Paris'],
  ])('%s takes %j', (path, input) => {
    expect(inputProblem(fieldAt(path), input)).toBeUndefined();
  });
});

describe('a save', () => {
  it('sends an object whole, with what requests are made with', () => {
    expect(toPatch(CHANGED, FIELDS, { 'model_settings.temperature': '0.2' })).toEqual({
      model_settings: { ...CHANGED.model_settings, parallel_tool_calls: false, temperature: 0.2 },
    });
  });

  it('is nothing when everything is as it was', () => {
    const inputs = Object.fromEntries(
      FIELDS.map((field) => [field.path, toInput(field, readSetting(AGENT, field.path))]),
    );
    expect(listChanges(AGENT, FIELDS, inputs)).toEqual([]);
  });

  it('changes what was entered and nothing else, whatever was', () => {
    const inputs = fc.dictionary(fc.constantFrom(...FIELDS.map((field) => field.path)), fc.string(), { maxKeys: 5 });
    fc.assert(
      fc.property(inputs, fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean(), (chosen, number, isOn) => {
        const entered = Object.fromEntries(
          Object.keys(chosen).map((path) => [
            path,
            entryFor(fieldAt(path), { number, isOn, text: chosen[path] ?? '' }),
          ]),
        );
        const saved = { ...AGENT, ...toPatch(AGENT, FIELDS, entered) };
        for (const field of FIELDS.filter(({ path }) => !(path in entered) && path !== 'context_window_limit'))
          expect(readSetting(saved, field.path)).toEqual(readSetting(AGENT, field.path));
        const touched = new Set(Object.keys(entered).map((path) => path.split('.')[0]));
        for (const name of Object.keys(AGENT).filter((each) => !touched.has(each)))
          expect(saved[name as keyof AgentState]).toEqual(AGENT[name as keyof AgentState]);
      }),
    );
  });
});

describe('what the server made of a save', () => {
  it('is told where it kept something else, and where it changed more', () => {
    const asked = [{ path: 'model_settings.temperature', before: 0.5, after: 0.3 }];
    expect(compareSaved(AGENT, CHANGED, { fields: FIELDS, asked })).toMatchObject({
      notKept: [{ path: 'model_settings.temperature', before: 0.3, after: 1 }],
      alsoChanged: expect.arrayContaining([
        { path: 'model_settings.max_output_tokens', before: 2_048, after: 16_384 },
        { path: 'context_window_limit', before: 32_000, after: 128_000 },
      ]),
    });
  });
});

function entryFor({ control }: SettingField, made: { number: number; isOn: boolean; text: string }): string | boolean {
  switch (control.kind) {
    case 'switch':
      return made.isOn;
    case 'number':
      return String(made.number);
    case 'integer':
      return String((control.min ?? 0) + Math.round(made.number * 1_000));
    case 'choice':
      return control.options[0] ?? '';
    case 'json':
      return JSON.stringify({ [made.text]: made.number });
    case 'text':
      return made.text;
  }
}
