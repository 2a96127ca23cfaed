import { hashKey } from '@tanstack/react-query';
import type { AgentState } from './agents.ts';
import type { SettingField } from './setting-fields.ts';

/** What is entered and not saved, by path: text as it was typed, or whether a switch is on. */
export type SettingInputs = Record<string, string | boolean>;

/** A difference between two states of an agent, by path. */
export interface SettingChange {
  path: string;
  before: unknown;
  after: unknown;
}

type Fields = Record<string, unknown>;

/** A setting as the agent has it; undefined where the server does not report it. */
export function readSetting(agent: AgentState, path: string): unknown {
  const [name = '', ...rest] = path.split('.');
  return rest.reduce<unknown>((value, key) => (isFields(value) ? value[key] : undefined), fieldOf(agent, name));
}

/** A setting as it is entered: text for numbers and JSON. */
export function toInput(field: SettingField, value: unknown): string | boolean {
  if (field.control.kind === 'switch') return value === true;
  if (value === undefined || value === null) return '';
  return field.control.kind === 'json' ? JSON.stringify(value, null, 2) : String(value);
}

/** What is wrong with an entry, in a sentence. */
export function inputProblem({ control }: SettingField, input: string | boolean): string | undefined {
  if (typeof input === 'boolean' || control.kind === 'switch' || control.kind === 'choice') return undefined;
  const text = input.trim();
  if (text === '') return 'optional' in control && control.optional ? undefined : 'This cannot be empty.';
  if (control.kind === 'json') return jsonProblem(text, control.shape);
  return control.kind === 'text' ? undefined : numberProblem(text, control);
}

/**
 * The body of the PATCH that saves these entries and nothing else. A part of an object is sent as the whole object,
 * because the server fills what is missing with defaults: the rest is as `agent` has it.
 */
export function toPatch(agent: AgentState, fields: SettingField[], inputs: SettingInputs): Fields {
  const patch: Fields = {};
  for (const field of fields) {
    const input = inputs[field.path];
    if (input === undefined) continue;
    const [name = '', ...rest] = field.path.split('.');
    const base = name in patch ? patch[name] : fieldOf(agent, name);
    patch[name] = withValue(base, rest, toWire(field, input));
  }
  return patch;
}

/** What of these entries differs from the agent: only that is worth saving. */
export function listChanges(agent: AgentState, fields: SettingField[], inputs: SettingInputs): SettingChange[] {
  return fields.flatMap((field) => {
    const input = inputs[field.path];
    const before = readSetting(agent, field.path);
    if (input === undefined || input === toInput(field, before)) return [];
    const after = inputProblem(field, input) ? input : toWire(field, input);
    return isSame(before ?? null, after) ? [] : [{ path: field.path, before: before ?? null, after }];
  });
}

/** What the server did with a save: entries it kept otherwise, and what it changed without being asked. */
export interface SaveOutcome {
  notKept: SettingChange[];
  alsoChanged: SettingChange[];
}

/** Compares what was asked for with what the server made of it. */
export function compareSaved(
  before: AgentState,
  after: AgentState,
  { fields, asked }: { fields: SettingField[]; asked: SettingChange[] },
): SaveOutcome {
  const wanted = new Map(asked.map((change) => [change.path, change.after]));
  const paths = new Set([...fields.map((field) => field.path), ...WATCHED]);
  const outcome: SaveOutcome = { notKept: [], alsoChanged: [] };
  for (const path of paths) {
    const was = readSetting(before, path) ?? null;
    const is = readSetting(after, path) ?? null;
    if (wanted.has(path)) {
      const want = wanted.get(path);
      if (!isSame(want, is)) outcome.notKept.push({ path, before: want, after: is });
    } else if (!isSame(was, is)) outcome.alsoChanged.push({ path, before: was, after: is });
  }
  return outcome;
}

/** What a server is known to change along with something else. */
const WATCHED = [
  'model_settings.temperature',
  'model_settings.max_output_tokens',
  'model_settings.parallel_tool_calls',
  'model_settings.reasoning.reasoning_effort',
  'context_window_limit',
  'max_files_open',
  'per_file_view_window_char_limit',
];

/** A top-level field, read from its deprecated twin where the new one is missing or tells less. */
function fieldOf(agent: AgentState, name: string): unknown {
  const fields: Fields = { ...agent };
  const config: Fields = isFields(fields['llm_config']) ? fields['llm_config'] : {};
  switch (name) {
    case 'context_window_limit':
      return config['context_window'];
    case 'model_settings':
      return settingsOf(fields['model_settings'], config);
    case 'response_format':
      return fields['response_format'] ?? readIn(fields['model_settings'], 'response_format');
    case 'embedding':
      return fields['embedding'] ?? readIn(fields['embedding_config'], 'handle');
    default:
      return fields[name];
  }
}

/**
 * The settings a request is really made with. The original reports `parallel_tool_calls: true` where it sends false:
 * sent back as reported it would be switched on. Older servers have the deprecated object only.
 */
function settingsOf(settings: unknown, config: Fields): Fields {
  const parallel = config['parallel_tool_calls'];
  if (isFields(settings))
    return typeof parallel === 'boolean' ? { ...settings, parallel_tool_calls: parallel } : settings;
  return {
    provider_type: config['model_endpoint_type'] ?? 'openai',
    ...(config['temperature'] === undefined ? {} : { temperature: config['temperature'] }),
    ...(config['max_tokens'] === undefined ? {} : { max_output_tokens: config['max_tokens'] }),
    ...(typeof parallel === 'boolean' ? { parallel_tool_calls: parallel } : {}),
    ...(typeof config['reasoning_effort'] === 'string'
      ? { reasoning: { reasoning_effort: config['reasoning_effort'] } }
      : {}),
  };
}

function withValue(base: unknown, path: string[], value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const fields = isFields(base) ? base : {};
  return { ...fields, [key]: withValue(fields[key], rest, value) };
}

function toWire({ control }: SettingField, input: string | boolean): unknown {
  if (typeof input === 'boolean') return input;
  if (input.trim() === '') return control.kind === 'text' && !control.optional ? '' : null;
  switch (control.kind) {
    case 'integer':
    case 'number':
      return Number(input);
    case 'json':
      return JSON.parse(input);
    default:
      return input;
  }
}

function numberProblem(text: string, control: { kind: string; min?: number; max?: number }): string | undefined {
  const value = Number(text);
  if (!Number.isFinite(value)) return 'Enter a number.';
  if (control.kind === 'integer' && !Number.isInteger(value)) return 'Enter a whole number.';
  if (control.min !== undefined && value < control.min) return `Enter ${control.min.toLocaleString('en')} or more.`;
  if (control.max !== undefined && value > control.max) return `Enter ${control.max.toLocaleString('en')} or less.`;
  return undefined;
}

function jsonProblem(text: string, shape: 'object' | 'array'): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (shape === 'object' && (!isFields(value) || Array.isArray(value))) return 'Enter a JSON object: { … }.';
    return shape === 'array' && !Array.isArray(value) ? 'Enter a JSON list: [ … ].' : undefined;
  } catch (error) {
    return `This is not JSON. ${error instanceof Error ? error.message : ''}`.trim();
  }
}

function readIn(value: unknown, key: string): unknown {
  return isFields(value) ? value[key] : undefined;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

function isSame(one: unknown, other: unknown): boolean {
  return hashKey([one]) === hashKey([other]);
}
