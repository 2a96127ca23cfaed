/** How a setting is entered. */
export type SettingControl =
  | { kind: 'integer' | 'number'; min?: number; max?: number; step?: number; slider?: boolean; optional?: boolean }
  | { kind: 'switch' }
  | { kind: 'choice'; options: readonly string[]; noneLabel?: string }
  | { kind: 'text'; optional?: boolean; multiline?: boolean; suggestions?: readonly string[] }
  | { kind: 'json'; shape: 'object' | 'array'; optional?: boolean; presets?: readonly JsonPreset[] };

/** JSON to begin with, at a click. */
export interface JsonPreset {
  label: string;
  value: unknown;
}

/** One thing of an agent that can be set. */
export interface SettingField {
  /** Where it stands in the agent, joined by dots: `model_settings.temperature`. */
  path: string;
  label: string;
  hint?: string;
  /** Why it cannot be set here. */
  off?: string;
  control: SettingControl;
}

const EFFORTS = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh'] as const;
const LEVELS = ['low', 'medium', 'high'] as const;
const NOT_SET = "The model's own";

const TEMPERATURE: SettingField = {
  path: 'model_settings.temperature',
  label: 'Temperature',
  hint: 'Low is factual, high is inventive.',
  control: { kind: 'number', min: 0, max: 2, step: 0.05, slider: true },
};
const MAX_OUTPUT: SettingField = {
  path: 'model_settings.max_output_tokens',
  label: 'Most tokens of an answer',
  hint: 'Reasoning included.',
  control: { kind: 'integer', min: 1 },
};
const PARALLEL: SettingField = {
  path: 'model_settings.parallel_tool_calls',
  label: 'Several tool calls at once',
  hint: 'Off whenever tool rules other than approval apply.',
  control: { kind: 'switch' },
};
const STRICT: SettingField = {
  path: 'model_settings.strict',
  label: 'Strict tool schemas',
  hint: 'The provider then refuses arguments that do not fit the schema.',
  control: { kind: 'switch' },
};
const VERBOSITY: SettingField = {
  path: 'model_settings.verbosity',
  label: 'Verbosity',
  control: { kind: 'choice', options: LEVELS, noneLabel: NOT_SET },
};

function effort(path: string, options: readonly string[]): SettingField {
  return {
    path,
    label: 'Reasoning effort',
    hint: 'Only reasoning models heed it.',
    control: { kind: 'choice', options, noneLabel: NOT_SET },
  };
}

const THINKING: SettingField[] = [
  {
    path: 'model_settings.thinking.type',
    label: 'Thinking',
    control: { kind: 'choice', options: ['enabled', 'disabled'] },
  },
  {
    path: 'model_settings.thinking.budget_tokens',
    label: 'Most tokens of thinking',
    hint: 'At least 1,024, and less than the most tokens of an answer.',
    control: { kind: 'integer', min: 1_024 },
  },
];

const GEMINI_THINKING: SettingField[] = [
  {
    path: 'model_settings.thinking_config.include_thoughts',
    label: 'Show its thoughts',
    control: { kind: 'switch' },
  },
  {
    path: 'model_settings.thinking_config.thinking_budget',
    label: 'Most tokens of thinking',
    control: { kind: 'integer', min: 0 },
  },
];

/** What else each provider can be told, by the `provider_type` of the settings. Source: the API's ModelSettings. */
const BY_PROVIDER: Record<string, SettingField[]> = {
  openai: [effort('model_settings.reasoning.reasoning_effort', EFFORTS), STRICT],
  sglang: [
    effort('model_settings.reasoning.reasoning_effort', EFFORTS),
    STRICT,
    {
      path: 'model_settings.tool_call_parser',
      label: 'Parser of tool calls',
      control: { kind: 'text', optional: true },
    },
  ],
  chatgpt_oauth: [effort('model_settings.reasoning.reasoning_effort', ['none', 'low', 'medium', 'high', 'xhigh'])],
  anthropic: [...THINKING, effort('model_settings.effort', [...LEVELS, 'max']), VERBOSITY, STRICT],
  google_ai: GEMINI_THINKING,
  google_vertex: GEMINI_THINKING,
  zai: [
    ...THINKING.slice(0, 1),
    {
      path: 'model_settings.thinking.clear_thinking',
      label: 'Forget earlier thinking',
      control: { kind: 'switch' },
    },
  ],
};

/** The settings of a model, by its provider; unknown ones have what all have. */
export function modelSettingFields(providerType: string, maxContextWindow: number | null): SettingField[] {
  return [
    {
      path: 'context_window_limit',
      label: 'Context window',
      hint: maxContextWindow
        ? `Up to ${maxContextWindow.toLocaleString('en')} tokens with this model.`
        : "The server does not report the model's own limit.",
      control: {
        kind: 'integer',
        min: 1,
        ...(maxContextWindow ? { max: maxContextWindow, step: 1_000, slider: true } : {}),
      },
    },
    MAX_OUTPUT,
    TEMPERATURE,
    ...(BY_PROVIDER[providerType] ?? []),
    PARALLEL,
  ];
}

/** How the conversation is shortened when the context window fills up. */
export const COMPACTION_FIELDS: SettingField[] = [
  {
    path: 'compaction_settings.mode',
    label: 'What is summarised',
    hint: 'A sliding window keeps the newest messages as they are.',
    control: {
      kind: 'choice',
      options: ['sliding_window', 'all', 'self_compact_sliding_window', 'self_compact_all'],
    },
  },
  {
    path: 'compaction_settings.sliding_window_percentage',
    label: 'Share that is summarised',
    hint: '0.3 is the oldest 30 percent. Only with a sliding window.',
    control: { kind: 'number', min: 0, max: 1, step: 0.05, slider: true },
  },
  {
    path: 'compaction_settings.clip_chars',
    label: 'Longest summary, in characters',
    hint: "Empty: the server's own length.",
    control: { kind: 'integer', min: 1, optional: true },
  },
  {
    path: 'compaction_settings.model',
    label: 'Model that summarises',
    hint: "Empty: a small one of the agent's provider.",
    control: { kind: 'text', optional: true },
  },
  {
    path: 'compaction_settings.prompt',
    label: 'Prompt for the summary',
    control: { kind: 'text', optional: true, multiline: true },
  },
  {
    path: 'compaction_settings.prompt_acknowledgement',
    label: 'Let the model acknowledge the prompt first',
    control: { kind: 'switch' },
  },
];

const ADVANCED_FIELDS: SettingField[] = [
  {
    path: 'message_buffer_autoclear',
    label: 'Forget the messages after each turn',
    hint: 'The agent keeps its memory, but each turn begins without the ones before (message_buffer_autoclear).',
    control: { kind: 'switch' },
  },
  {
    path: 'enable_sleeptime',
    label: 'Sleep-time agent',
    hint: 'A second agent tends the memory in the background.',
    control: { kind: 'switch' },
  },
  { path: 'hidden', label: 'Hidden from lists', control: { kind: 'switch' } },
  {
    path: 'timezone',
    label: 'Time zone',
    hint: 'In which the agent is told the time.',
    control: { kind: 'text', suggestions: timeZones() },
  },
  {
    path: 'max_files_open',
    label: 'Most files open at once',
    hint: 'Open files are part of the context window.',
    control: { kind: 'integer', min: 1 },
  },
  {
    path: 'per_file_view_window_char_limit',
    label: 'Characters seen of each open file',
    control: { kind: 'integer', min: 1 },
  },
  {
    path: 'identity_ids',
    label: 'Identities, by id',
    hint: 'Who the agent belongs to. Letta has deprecated them.',
    control: { kind: 'json', shape: 'array' },
  },
  {
    path: 'metadata',
    label: 'Metadata',
    hint: 'JSON, for you and your programs; the agent does not see it.',
    control: { kind: 'json', shape: 'object', optional: true },
  },
];

/** Why what servers may lack cannot be set here; undefined where it can. */
interface WhyNotSet {
  groups?: string | undefined;
  identities?: string | undefined;
}

/** What is rarely changed. What the server lacks is off. */
export function advancedFields({ groups, identities }: WhyNotSet = {}): SettingField[] {
  const why = new Map([
    ['enable_sleeptime', groups],
    ['identity_ids', identities],
  ]);
  return ADVANCED_FIELDS.map((field) => {
    const off = why.get(field.path);
    return off ? { ...field, off } : field;
  });
}

/** The messages in the context window, by id. Wrong ones break the agent. */
export const MESSAGE_IDS_FIELD: SettingField = {
  path: 'message_ids',
  label: 'Messages in context, by id',
  hint: 'The first must be the system message. The wrong ones can break the agent.',
  control: { kind: 'json', shape: 'array' },
};

const ANSWER_SCHEMA = {
  name: 'answer',
  schema: { type: 'object', properties: { answer: { type: 'string' } }, required: ['answer'] },
};

/** What every answer has to look like. */
export const RESPONSE_FORMAT_FIELD: SettingField = {
  path: 'response_format',
  label: 'Response format',
  hint: 'For all answers until it is changed. Empty: free text. Not every provider heeds it.',
  control: {
    kind: 'json',
    shape: 'object',
    optional: true,
    presets: [
      { label: 'Text', value: { type: 'text' } },
      { label: 'JSON object', value: { type: 'json_object' } },
      { label: 'JSON schema', value: { type: 'json_schema', json_schema: ANSWER_SCHEMA } },
    ],
  },
};

function timeZones(): string[] {
  return ['UTC', ...Intl.supportedValuesOf('timeZone')];
}
