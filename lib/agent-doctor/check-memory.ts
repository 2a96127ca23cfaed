import { formatNumber } from '#lib/format.ts';
import type { AgentState } from '#lib/letta/agents.ts';
import type { Block } from '#lib/letta/blocks.ts';
import type { ContextWindow } from '#lib/letta/context-window.ts';
import type { AgentEvidence } from './agent-evidence.ts';
import { type Finding, joinLooks, type Look, lookAt } from './finding.ts';

/** Whether the server lists the models the agent is set to. */
export function checkModels({ agent, models, embeddings }: AgentEvidence): Look {
  const model = agent.model ?? agent.llm_config?.handle ?? null;
  const embedding = agent.embedding ?? agent.embedding_config?.handle ?? null;
  return joinLooks(
    lookAt(models, 'The models', (listed) => {
      if (!model) return { findings: [], looked: '', unknown: ['The server does not report the agent’s model.'] };
      const evidence = `The agent is set to ${model}, and it is not among the ${listed.length} models that the server lists. Turns will probably fail.`;
      const fix = { kind: 'choose-model' } as const;
      const unlisted: Finding = {
        id: 'model',
        severity: 'stops',
        title: `The server does not list ${model}`,
        evidence,
        fix,
      };
      return { findings: listed.includes(model) ? [] : [unlisted], looked: 'the model', unknown: [] };
    }),
    lookAt(embeddings, 'The embedding models', (listed) => {
      if (!embedding) return { findings: [], looked: '', unknown: [] };
      const evidence = `The agent is set to ${embedding}, and it is not among the ${listed.length} embedding models that the server lists. Archival memory cannot be written or searched by meaning.`;
      const fix = { kind: 'choose-embedding' } as const;
      const title = `The server does not list the embedding model ${embedding}`;
      const unlisted: Finding = { id: 'embedding', severity: 'warning', title, evidence, fix };
      return { findings: listed.includes(embedding) ? [] : [unlisted], looked: 'the embedding model', unknown: [] };
    }),
  );
}

/** Whether the memory blocks keep to their limits and are told apart by their labels. */
export function checkMemory({ blocks }: AgentEvidence): Look {
  return lookAt(blocks, 'The memory blocks', (attached) => ({
    findings: [...attached.flatMap(findOverLimit), ...findSameLabels(attached)],
    looked: `${attached.length} memory ${attached.length === 1 ? 'block' : 'blocks'}`,
    unknown: [],
  }));
}

function findOverLimit({ id, label, value, limit }: Block): Finding[] {
  const length = [...value].length;
  if (limit === null || limit === undefined || length <= limit) return [];
  return [
    {
      id: `limit-${id}`,
      severity: 'warning',
      title: `The block ${label} is over its limit`,
      evidence: `${formatNumber(length)} characters, and the limit is ${formatNumber(limit)}: the agent’s own changes to it are refused. Block ${id}.`,
      fix: { kind: 'open-block', blockId: id },
    },
  ];
}

function findSameLabels(blocks: Block[]): Finding[] {
  return [...Map.groupBy(blocks, ({ label }) => label ?? '')].flatMap(([label, same]) => {
    const last = same.at(-1);
    if (same.length < 2 || !last) return [];
    const evidence = `${same.map(({ id }) => id).join(' and ')}. The agent’s memory tools find a block by its label, and so only one of them.`;
    const title = `${same.length} blocks are called ${label}`;
    return [
      { id: `label-${label}`, severity: 'warning', title, evidence, fix: { kind: 'open-block', blockId: last.id } },
    ];
  });
}

/** Whether the open thread runs with what is stored. */
export function checkPrompt({ drift, blocks }: AgentEvidence): Look {
  return lookAt(drift, 'The running prompt', (compared) => {
    if (compared === null)
      return {
        findings: [],
        looked: '',
        unknown: ['The running prompt could not be looked at. The server does not show it.'],
      };
    if (!compared.isBehind) return { findings: [], looked: 'the running prompt', unknown: [] };
    const stored = 'value' in blocks ? blocks.value : [];
    const lacking = stored.filter(({ value }) => value.trim() !== '' && !compared.running.includes(value.trim()));
    const evidence =
      lacking.length > 0
        ? `It lacks what is stored in ${lacking.map(({ label, id }) => `${label} (${id})`).join(', ')}.`
        : 'It differs from what would be compiled now, in the system prompt, the rules or something taken out.';
    const finding: Finding = {
      id: 'drift',
      severity: 'warning',
      title: 'The running prompt is behind what is saved',
      evidence: `${evidence} The model reads the old text until the prompt is compiled anew.`,
      fix: { kind: 'recompile' },
    };
    return { findings: [finding], looked: 'the running prompt', unknown: [] };
  });
}

const NEARLY_FULL = 0.9;

/** Whether the context window has room, and every message it names is there. */
export function checkContext(evidence: AgentEvidence): Look {
  return lookAt(evidence.context, 'The context window', (window) => ({
    findings: [...findFull(window), ...findMissingMessages(evidence, window)],
    looked: 'the context window',
    unknown: [],
  }));
}

function findFull({ context_window_size_current: current, context_window_size_max: max }: ContextWindow): Finding[] {
  if (max <= 0 || current / max <= NEARLY_FULL) return [];
  return [
    {
      id: 'context',
      severity: current > max ? 'stops' : 'warning',
      title: current > max ? 'The context window is overfull' : 'The context window is nearly full',
      evidence: `About ${formatNumber(current)} of ${formatNumber(max)} tokens, ${Math.round((current / max) * 100)} %.`,
      fix: { kind: 'compact' },
    },
  ];
}

/** While a run is going on the two answers may be of different moments: then it cannot be told. */
function findMissingMessages({ agent, activeRuns, conversationId }: AgentEvidence, window: ContextWindow): Finding[] {
  const isQuiet = 'value' in activeRuns && activeRuns.value.length === 0;
  const missing = isQuiet && conversationId === null ? missingMessages(agent, window) : [];
  if (missing.length === 0) return [];
  return [
    {
      id: 'messages',
      severity: 'warning',
      title: 'The agent names messages that are gone',
      evidence: `${missing.length} of ${agent.message_ids?.length} in its context window: ${missing.slice(0, 3).join(', ')}${missing.length > 3 ? ', …' : ''}. Emptying the context window lets go of them.`,
      fix: null,
    },
  ];
}

function missingMessages({ message_ids: named }: AgentState, { messages }: ContextWindow): string[] {
  const there = messages.flatMap((message) =>
    typeof message === 'object' && message !== null ? [Reflect.get(message, 'id')] : [],
  );
  // A server that does not give the ids cannot be asked this.
  if (there.length === 0 || there.some((id) => typeof id !== 'string')) return [];
  return (named ?? []).filter((id) => !there.includes(id));
}
