import type { BlockRow } from '#server/embedded/store/blocks.ts';
import { promptTime } from '#server/embedded/times.ts';

/** The parts of an agent's system message, each as the model reads it; null where a part is empty. */
export interface PromptParts {
  system: string;
  coreMemory: string | null;
  toolRules: string | null;
  externalMemory: string;
}

/** What the compiled prompt says about the world outside the agent's blocks. */
export interface PromptFacts {
  agentId: string;
  conversationId: string | null;
  timezone: string;
  compiledAt: string;
  previousMessages: number;
  archivalPassages: number;
  archivalTags: string[];
}

/** The parts a system message is made of. */
export function promptParts(system: string, blocks: BlockRow[], toolRules: unknown[], facts: PromptFacts): PromptParts {
  return {
    system,
    coreMemory: blocks.length > 0 ? renderBlocks(blocks) : null,
    toolRules: renderToolRules(toolRules),
    externalMemory: renderFacts(facts),
  };
}

/** The whole system message. A `{CORE_MEMORY}` in the prompt marks the place of the memory; else it follows the prompt. */
export function joinPrompt(parts: PromptParts): string {
  const memory = [parts.coreMemory, parts.toolRules, parts.externalMemory].filter((part) => part !== null).join('\n\n');
  return parts.system.includes('{CORE_MEMORY}')
    ? parts.system.replaceAll('{CORE_MEMORY}', () => memory)
    : `${parts.system}\n\n${memory}`;
}

function renderBlocks(blocks: BlockRow[]): string {
  const rendered = blocks.map(renderBlock).join('\n\n');
  return `<memory_blocks>\nThese blocks of your core memory are always in view:\n\n${rendered}\n\n</memory_blocks>`;
}

function renderBlock(block: BlockRow): string {
  const readOnly = block.read_only ? '\n- read_only=true' : '';
  return [
    `<${block.label}>`,
    `<description>\n${block.description ?? ''}\n</description>`,
    `<metadata>${readOnly}\n- chars_current=${[...block.value].length}\n- chars_limit=${block.limit}\n</metadata>`,
    `<value>\n${block.value}\n</value>`,
    `</${block.label}>`,
  ].join('\n');
}

function renderToolRules(rules: unknown[]): string | null {
  const sentences = rules.flatMap((rule) => toolRuleSentence(rule) ?? []);
  if (sentences.length === 0) return null;
  return `<tool_usage_rules>\nRules for the use of your tools:\n\n${sentences.join('\n')}\n</tool_usage_rules>`;
}

function toolRuleSentence(rule: unknown): string | null {
  if (typeof rule !== 'object' || rule === null || !('type' in rule) || !('tool_name' in rule)) return null;
  switch (rule.type) {
    case 'run_first':
      return `- ${rule.tool_name} is called first.`;
    case 'exit_loop':
      return `- ${rule.tool_name} ends your turn.`;
    case 'max_count_per_step':
      return 'max_count_limit' in rule
        ? `- ${rule.tool_name} can be called at most ${rule.max_count_limit} times in a turn.`
        : null;
    case 'required_before_exit':
      return `- ${rule.tool_name} must be called before your turn ends.`;
    default:
      return null;
  }
}

function renderFacts(facts: PromptFacts): string {
  const lines = [
    `- AGENT_ID: ${facts.agentId}`,
    `- CONVERSATION_ID: ${facts.conversationId ?? 'default'}`,
    `- System prompt last recompiled: ${promptTime(facts.compiledAt, facts.timezone)}`,
    `- Recall memory holds ${facts.previousMessages} earlier messages with this person (conversation_search finds them)`,
  ];
  if (facts.archivalPassages > 0)
    lines.push(`- Archival memory holds ${facts.archivalPassages} passages (archival_memory_search finds them)`);
  if (facts.archivalTags.length > 0) lines.push(`- Archival tags in use: ${facts.archivalTags.join(', ')}`);
  return `<memory_metadata>\n${lines.join('\n')}\n</memory_metadata>`;
}
