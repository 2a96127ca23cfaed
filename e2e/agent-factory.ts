import type { Page } from '@playwright/test';
import { type AdeApi, lettaPath } from './ade-api.ts';
import { simulatorOf } from './panels/simulator.ts';
import type { ScriptedProvider } from './scripted-provider.ts';

interface MadeAgent {
  id: string;
  name: string;
  blocks: { id: string; label: string }[];
}

interface AgentOptions {
  serverId?: string;
  model?: string;
  name?: string;
  human?: string;
  tools?: string[];
  toolIds?: string[];
  tags?: string[];
}

const DICE = `def roll_dice(sides: int, count: int = 1) -> str:
    """Roll dice.

    Args:
        sides (int): How many sides.
        count (int): How many dice.
    """
    print(f"rolling {count}d{sides}")
    return "rolled " + " ".join(["4"] * count)
`;

/** Makes an agent past the page, for journeys about something else. */
export async function makeAgent(api: AdeApi, options: AgentOptions = {}): Promise<MadeAgent> {
  const {
    serverId = 'embedded',
    model = 'demo/scripted',
    name = 'Sam',
    human = 'I know nothing about this person yet.',
  } = options;
  return await api.post<MadeAgent>(lettaPath('/agents/', serverId), {
    name,
    model,
    embedding: 'local/hash',
    tags: options.tags ?? [],
    tools: options.tools ?? [],
    tool_ids: options.toolIds ?? [],
    memory_blocks: [
      { label: 'human', value: human },
      { label: 'persona', value: 'I am a test.' },
    ],
  });
}

/** An agent whose scripted model throws the dice at "roll", and is refused by its provider at "fail". */
export async function makeDiceRoller(api: AdeApi, provider: ScriptedProvider): Promise<MadeAgent> {
  const agent = await makeAgent(api, { model: 'openai-proxy/scripted-1', toolIds: [await makeDiceTool(api)] });
  provider.script('roll', [
    { tools: [{ name: 'roll_dice', arguments: { sides: 6 } }], usage: { prompt: 500, completion: 20 } },
    { text: 'Four.', usage: { prompt: 600, completion: 5 } },
  ]);
  provider.script('fail', [{ error: { status: 400, message: 'no such thing' } }]);
  return agent;
}

/** A Python tool in the library. */
export async function makeDiceTool(api: AdeApi, serverId = 'embedded'): Promise<string> {
  const tool = await api.post<{ id: string }>(lettaPath('/tools/', serverId), {
    source_code: DICE,
    source_type: 'python',
  });
  return tool.id;
}

/** Opens an agent's page and waits until one can write to it. */
export async function openAgent(
  page: Page,
  agentId: string,
  { serverId = 'embedded', query = '' } = {},
): Promise<void> {
  await page.goto(`/servers/${serverId}/agents/${agentId}${query}`);
  await simulatorOf(page).transcript.waitFor();
}
