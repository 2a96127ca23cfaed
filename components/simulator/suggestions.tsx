'use client';

import { useQuery } from '@tanstack/react-query';
import { useThreadSession } from '#components/session/agent-session.tsx';
import { Button } from '#components/ui/button.tsx';
import { agentToolsQuery, type Tool } from '#lib/letta/tools.ts';
import { randomId } from '#lib/random-id.ts';
import { sendMessage } from './send-draft.ts';

/** First messages that show what this agent's tools are good for. */
export function Suggestions() {
  const session = useThreadSession();
  const tools = useQuery(agentToolsQuery(session.ref));
  const say = (text: string) => {
    void sendMessage(session, { role: 'user', content: text, otid: randomId() });
  };
  return (
    <>
      {suggestionsFor(tools.data ?? []).map((text) => (
        <Button key={text} size="sm" className="h-auto min-h-7 whitespace-normal py-1" onClick={() => say(text)}>
          {text}
        </Button>
      ))}
    </>
  );
}

function suggestionsFor(tools: Tool[]): string[] {
  const names = new Set(tools.map((tool) => tool.name));
  const custom = tools.find((tool) => tool.tool_type === 'custom');
  return [
    ...(names.has('roll_dice') ? ['Use roll_dice with sides=20 count=3'] : custom ? [`Use ${custom.name}`] : []),
    ...(names.has('archival_memory_insert') ? ['Remember that the speed of light is 299,792 km per second'] : []),
    ...(names.has('memory_insert') ? ['My name is Ada and I live in London'] : []),
    'What can you do?',
  ].slice(0, 3);
}
