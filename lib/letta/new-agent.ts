import { agentNameProblem } from '#lib/agent-name.ts';
import { inputProblem, type SettingInputs, toPatch } from './agent-settings.ts';
import type { AgentCreateParams, AgentState } from './agents.ts';
import type { SettingField } from './setting-fields.ts';
import type { ToolRule } from './tool-rules.ts';

/** A memory block that an agent is to begin with; the limit as it is typed. */
export interface NewBlock {
  id: string;
  label: string;
  value: string;
  description: string;
  limit: string;
  isReadOnly: boolean;
}

/** A message that an agent is to begin with. */
export interface OpeningMessage {
  id: string;
  role: 'user' | 'assistant' | 'system';
  content: string;
}

/** Something of the server's that was chosen. */
export interface Chosen {
  id: string;
  name: string;
}

/** An agent as it is entered before it exists. What is left alone is not sent: the server chooses. */
export interface NewAgentForm {
  name: string;
  description: string;
  tags: string[];
  model: string;
  /** A handle; '' for none; null while the first of the server's is meant. */
  embedding: string | null;
  /** '' for the server's own. */
  agentType: string;
  system: string;
  blocks: NewBlock[];
  sharedBlocks: Chosen[];
  tools: Chosen[];
  /** Tools that the server finds by their names. */
  toolNames: string[];
  withBaseTools: boolean;
  /** '' for what the server does with an agent of this type. */
  baseToolRules: '' | 'yes' | 'no';
  withMultiAgentTools: boolean;
  rules: { id: string; rule: ToolRule }[];
  folders: Chosen[];
  opening: 'default' | 'none' | 'own';
  openingMessages: OpeningMessage[];
  settings: SettingInputs;
}

/** A form in which nothing is entered. */
export const EMPTY_AGENT: NewAgentForm = {
  name: '',
  description: '',
  tags: [],
  model: '',
  embedding: null,
  agentType: '',
  system: '',
  blocks: [],
  sharedBlocks: [],
  tools: [],
  toolNames: [],
  withBaseTools: true,
  baseToolRules: '',
  withMultiAgentTools: false,
  rules: [],
  folders: [],
  opening: 'default',
  openingMessages: [],
  settings: {},
};

/** Labels the server writes a description for. */
const DESCRIBED = ['human', 'persona'];

/** What is wrong with a form, by the name of the field; those of blocks and messages by their ids. */
export function newAgentProblems(form: NewAgentForm, fields: SettingField[]): Map<string, string> {
  const problems = new Map<string, string>();
  const note = (key: string, problem: string | undefined) => problem && problems.set(key, problem);
  note('name', form.name === '' ? undefined : agentNameProblem(form.name));
  note('model', form.model ? undefined : 'Choose a model first');
  const labels = [...form.blocks.map(({ label }) => label.trim()), ...form.sharedBlocks.map(({ name }) => name)];
  for (const block of form.blocks) note(block.id, blockProblem(block, labels));
  if (form.opening === 'own')
    for (const message of form.openingMessages)
      note(message.id, message.content.trim() ? undefined : 'Write the message, or remove it.');
  if (form.rules.some(({ rule }) => rule.tool_name === '')) note('rules', 'A rule has no tool yet');
  for (const field of fields) {
    const input = form.settings[field.path];
    note(field.path, input === undefined ? undefined : inputProblem(field, input));
  }
  return problems;
}

/** Whether a block ought to say what it is for: the server describes only the two it knows. */
export function needsDescription({ label, description }: NewBlock): boolean {
  return label.trim() !== '' && !DESCRIBED.includes(label.trim()) && description.trim() === '';
}

function blockProblem({ label, value, limit }: NewBlock, labels: string[]): string | undefined {
  const name = label.trim();
  if (name === '') return 'Give the block a label.';
  if (/[<>\s]/.test(name)) return 'Leave spaces and angle brackets out of the label: it becomes a tag in the prompt.';
  if (labels.filter((each) => each === name).length > 1) return `Two blocks are labelled “${name}”.`;
  if (limit !== '' && !/^[1-9]\d{0,8}$/.test(limit)) return 'The limit is a whole number above 0.';
  return limit !== '' && value.length > Number(limit)
    ? `The value has ${value.length.toLocaleString('en')} characters, more than its limit.`
    : undefined;
}

/** What goes along with a form and is not kept with it. */
interface Extras {
  fields: SettingField[];
  /** Of the chosen model: its settings say whose they are. */
  providerType: string;
  secrets: Record<string, string>;
  /** The handle that is meant while the form names none. */
  firstEmbedding: string;
}

/** The body of `POST /v1/agents/` for a form without problems. */
export function toAgentParams(form: NewAgentForm, extras: Extras): AgentCreateParams {
  const { fields, providerType, secrets, firstEmbedding } = extras;
  const base = { model_settings: { provider_type: providerType } } as unknown as AgentState;
  const embedding = form.embedding ?? firstEmbedding;
  const params: Record<string, unknown> = {
    ...given('name', form.name.trim()),
    ...given('description', form.description.trim()),
    ...given('tags', form.tags),
    model: form.model,
    ...given('embedding', embedding),
    agent_type: form.agentType || 'letta_v1_agent',
    ...given('system', form.system.trim() ? form.system : ''),
    memory_blocks: form.blocks.map(toBlock),
    ...given('block_ids', ids(form.sharedBlocks)),
    ...given('tools', form.toolNames),
    ...given('tool_ids', ids(form.tools)),
    ...(form.withBaseTools ? {} : { include_base_tools: false }),
    ...(form.baseToolRules === '' ? {} : { include_base_tool_rules: form.baseToolRules === 'yes' }),
    ...(form.withMultiAgentTools ? { include_multi_agent_tools: true } : {}),
    ...given(
      'tool_rules',
      form.rules.map(({ rule }) => rule),
    ),
    ...given('folder_ids', ids(form.folders)),
    ...openingOf(form),
    ...toPatch(base, fields, form.settings),
    ...(Object.keys(secrets).length > 0 ? { secrets } : {}),
  };
  return params as AgentCreateParams;
}

function given(name: string, value: string | unknown[]): Record<string, unknown> {
  return value.length > 0 ? { [name]: value } : {};
}

function ids(chosen: Chosen[]): string[] {
  return chosen.map(({ id }) => id);
}

function toBlock({ label, value, description, limit, isReadOnly }: NewBlock) {
  return {
    label: label.trim(),
    value,
    ...(description.trim() ? { description: description.trim() } : {}),
    ...(limit === '' ? {} : { limit: Number(limit) }),
    ...(isReadOnly ? { read_only: true } : {}),
  };
}

function openingOf({ opening, openingMessages }: NewAgentForm): Record<string, unknown> {
  if (opening === 'default') return {};
  const messages = opening === 'none' ? [] : openingMessages.map(({ role, content }) => ({ role, content }));
  return { initial_message_sequence: messages };
}
