import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareSaved, readSetting, type SettingInputs, toPatch } from '#lib/letta/agent-settings.ts';
import type { AgentState } from '#lib/letta/agents.ts';
import {
  advancedFields,
  COMPACTION_FIELDS,
  modelSettingFields,
  RESPONSE_FORMAT_FIELD,
  type SettingField,
} from '#lib/letta/setting-fields.ts';
import { openTestServer } from './test-server.ts';

const PROVIDERS = ['openai', 'anthropic', 'google_ai', 'sglang', 'zai', 'chatgpt_oauth', 'groq'];
/** What the server works out anew from the rest. */
const DERIVED = new Set(['updated_at', 'llm_config', 'memory', 'message_ids']);
/** A change of the window changes these too, as in the original. */
const WITH_WINDOW = new Set(['max_files_open', 'per_file_view_window_char_limit']);
/** What the built-in server lacks is off on the page. */
const SETTABLE = advancedFields({ groups: 'off', identities: 'off' }).filter(({ off }) => off === undefined);

describe('settings on the embedded server', () => {
  it.each(PROVIDERS)('of %s are kept as they were entered, and nothing else changes', async (provider) => {
    const { call, createAgent } = await openTestServer();
    const agent = await createAgent({ model_settings: { provider_type: provider } });
    const read = async () => (await call('GET', `/v1/agents/${agent.id}`)).body as AgentState;
    const fields = [...modelSettingFields(provider, 32_000), ...COMPACTION_FIELDS, ...SETTABLE, RESPONSE_FORMAT_FIELD];
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.constantFrom(...fields), { maxLength: 6 }), fc.nat(), async (chosen, seed) => {
        const inputs: SettingInputs = Object.fromEntries(chosen.map((field) => [field.path, entryFor(field, seed)]));
        const before = await read();
        const { status } = await call('PATCH', `/v1/agents/${agent.id}`, toPatch(before, fields, inputs));
        expect(status).toBe(200);
        const after = await read();
        const asked = chosen.map((field) => ({
          path: field.path,
          before: null,
          after: wireValue(field, entryFor(field, seed)),
        }));
        const outcome = compareSaved(before, after, { fields, asked });
        expect(outcome.notKept).toEqual([]);
        const window = chosen.some(({ path }) => path === 'context_window_limit');
        expect(outcome.alsoChanged.filter(({ path }) => !(window && WITH_WINDOW.has(path)))).toEqual([]);
        const touched = new Set(chosen.map(({ path }) => path.split('.')[0]));
        for (const name of Object.keys(before).filter((each) => !touched.has(each) && !DERIVED.has(each)))
          if (!(window && WITH_WINDOW.has(name)))
            expect(Reflect.get(after, name), name).toEqual(Reflect.get(before, name));
      }),
      { numRuns: 25 },
    );
    expect(readSetting(await read(), 'model_settings.provider_type')).toBe(provider);
  });
});

function entryFor({ path, control }: SettingField, seed: number): string | boolean {
  switch (control.kind) {
    case 'switch':
      return seed % 2 === 0;
    case 'choice':
      return control.options[seed % control.options.length] ?? '';
    case 'integer':
      return String((control.min ?? 0) + (seed % Math.min(1_000, (control.max ?? 2_000) - (control.min ?? 0))));
    case 'number':
      return String((seed % 20) / 20);
    case 'json':
      return JSON.stringify(path === 'response_format' ? { type: 'json_object' } : { seed });
    case 'text':
      return path === 'timezone'
        ? 'Europe/Paris'
        : path === 'compaction_settings.model'
          ? 'demo/scripted'
          : `text ${seed}`;
  }
}

function wireValue({ control }: SettingField, entry: string | boolean): unknown {
  if (typeof entry === 'boolean' || control.kind === 'choice' || control.kind === 'text') return entry;
  return JSON.parse(entry);
}
