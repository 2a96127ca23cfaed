import type { AgentCreateParams } from '#lib/letta/agents.ts';
import type { ToolCreateParams } from '#lib/letta/tools.ts';

/** An agent that is one click away, and what to say to it first. */
export interface StarterAgent {
  id: 'companion' | 'researcher' | 'tool-user';
  title: string;
  text: string;
  /** Messages that show at once what it is good for. */
  prompts: string[];
  params: Omit<AgentCreateParams, 'model' | 'embedding'>;
  /** Tools the server may not have yet. */
  newTools?: ToolCreateParams[];
  needsEmbedding?: boolean;
}

const NOTHING_YET = 'I know nothing about this person yet.';

const DICE_SOURCE = `def roll_dice(sides: int = 6, count: int = 1) -> str:
    """
    Roll dice and add them up.

    Args:
        sides (int): How many sides each die has.
        count (int): How many dice to roll.

    Returns:
        str: Every roll and the sum.
    """
    import random

    rolls = [random.randint(1, sides) for _ in range(count)]
    print(f"rolled {count}d{sides}")
    return f"{rolls}, sum {sum(rolls)}"
`;

export const STARTER_AGENTS: readonly StarterAgent[] = [
  {
    id: 'companion',
    title: 'Companion',
    text: 'Gets to know you. What you tell it about yourself goes into its memory while you watch.',
    prompts: ['My name is Ada and I live in London', 'What do you know about me?'],
    params: {
      name: 'Companion',
      description: 'Gets to know you and remembers',
      agent_type: 'letta_v1_agent',
      tags: ['starter'],
      memory_blocks: [
        { label: 'human', value: NOTHING_YET },
        {
          label: 'persona',
          value: 'I am a warm and curious companion. I remember what matters to people and bring it up when it helps.',
        },
      ],
    },
  },
  {
    id: 'researcher',
    title: 'Researcher',
    text: 'Keeps notes in archival memory, a store without a limit, and finds them again by meaning.',
    prompts: ['Remember that the speed of light is 299,792 km per second', 'How fast is light?'],
    needsEmbedding: true,
    params: {
      name: 'Researcher',
      description: 'Keeps and finds notes in archival memory',
      agent_type: 'letta_v1_agent',
      tags: ['starter'],
      tools: ['archival_memory_insert', 'archival_memory_search'],
      memory_blocks: [
        { label: 'human', value: NOTHING_YET },
        {
          label: 'persona',
          value:
            'I am a careful researcher. I file every finding in archival memory with tags, and I look there before I answer.',
        },
      ],
    },
  },
  {
    id: 'tool-user',
    title: 'Tool user',
    text: 'Has a tool written in Python. Ask for a roll, and see the call, its arguments and what it printed.',
    prompts: ['Use roll_dice with sides=20 count=3', 'What tools do you have?'],
    newTools: [{ source_code: DICE_SOURCE, source_type: 'python', tags: ['starter'] }],
    params: {
      name: 'Tool user',
      description: 'Calls a Python tool',
      agent_type: 'letta_v1_agent',
      tags: ['starter'],
      memory_blocks: [
        { label: 'human', value: NOTHING_YET },
        { label: 'persona', value: 'I am practical. When a tool can do something, I call it instead of guessing.' },
      ],
    },
  },
];
