import type { LettaMessage } from '#lib/runs/letta-message.ts';

/** What the last message of every made history ends with. */
export const LAST_WORDS = 'These are the last words.';

const SENTENCE = 'The quick brown fox jumps over the lazy dog, and **nobody** asked `why` it did. ';
const ANSWERS = [
  SENTENCE,
  SENTENCE.repeat(6),
  `## A list\n\n${Array.from({ length: 8 }, (_, index) => `- item ${index}: ${SENTENCE}`).join('\n')}`,
  `Some code:\n\n\`\`\`python\n${'for index in range(10):\n    print(index)\n'.repeat(5)}\`\`\`\n\nand a word.`,
  `| name | value |\n|---|---|\n${'| a name | **12** |\n'.repeat(6)}\n${SENTENCE}`,
];

/**
 * A history of so many messages, oldest first, in turns of five: what the person said, a thought, a call, its return,
 * an answer. A turn is five rows of mixed height, its end included.
 */
export function makeHistory(count: number): LettaMessage[] {
  const messages = Array.from({ length: count }, (_, index) => makeMessage(index));
  const last = messages.findLast((message) => message.message_type === 'assistant_message');
  if (last) last['content'] = `${String(last['content'])}\n\n${LAST_WORDS}`;
  return messages;
}

function makeMessage(index: number): LettaMessage {
  const turn = Math.floor(index / 5);
  const name = String(index).padStart(6, '0');
  const message = {
    id: `message-bench-${name}`,
    otid: `otid-bench-${name}`,
    date: new Date(Date.UTC(2026, 0, 1) + index * 1000).toISOString(),
    run_id: `run-bench-${turn}`,
    step_id: `step-bench-${turn}`,
  };
  switch (index % 5) {
    case 0:
      return { ...message, message_type: 'user_message', content: `Question ${turn}. ${SENTENCE.repeat(turn % 4)}` };
    case 1:
      return { ...message, message_type: 'reasoning_message', source: 'reasoner_model', reasoning: SENTENCE };
    case 2: {
      const call = { tool_call_id: `call-bench-${turn}`, name: 'look_up', arguments: '{"what": "the weather"}' };
      return { ...message, message_type: 'tool_call_message', tool_call: call, tool_calls: [call] };
    }
    case 3: {
      const result = { tool_call_id: `call-bench-${turn}`, status: 'success', tool_return: SENTENCE.repeat(3) };
      return { ...message, message_type: 'tool_return_message', ...result, tool_returns: [result] };
    }
    default:
      return { ...message, message_type: 'assistant_message', content: ANSWERS[turn % ANSWERS.length] };
  }
}
