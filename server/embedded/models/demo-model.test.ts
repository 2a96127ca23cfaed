import { expect, it } from 'vitest';
import { demoModel } from './demo-model.ts';
import { eventsOf, testRequest } from './test-provider.ts';

const TOOL = { name: 'roll_dice', description: '', parameters: { type: 'object', properties: {} } };

it('ends with its whole answer, which is what it streamed', async () => {
  const events = await eventsOf(
    demoModel,
    testRequest({ messages: [{ role: 'user', content: 'use roll_dice with {"sides": 6}' }], tools: [TOOL] }),
  );
  const said = { reasoning: '', id: '', arguments: '' };
  for (const event of events) {
    if (event.type === 'reasoning') said.reasoning += event.delta;
    if (event.type === 'tool-call') {
      said.id += event.id ?? '';
      said.arguments += event.argumentsDelta ?? '';
    }
  }
  expect(events.slice(-3).map((event) => event.type)).toEqual(['finish', 'usage', 'response']);
  expect(events.at(-1)).toMatchObject({
    body: {
      choices: [
        {
          finish_reason: 'tool_calls',
          message: {
            content: null,
            reasoning_content: said.reasoning,
            tool_calls: [{ id: said.id, function: { name: 'roll_dice', arguments: said.arguments } }],
          },
        },
      ],
    },
  });
});

it('shows the messages and tools it would read', () => {
  const request = testRequest({ tools: [TOOL] });
  expect(demoModel.payload(request)).toEqual({ model: 'scripted', messages: request.messages, tools: [TOOL] });
});
