import { Blocks, Bot, Cpu, Folder, Plug, Stethoscope, UserRound, Wrench } from 'lucide-react';
import type { CapabilityId } from '#lib/letta/capabilities.ts';
import { routes } from '#lib/routes.ts';

interface ServerPage {
  id: string;
  label: string;
  /** What the command menu calls the way there. */
  command: string;
  icon: typeof Bot;
  href: (serverId: string) => string;
  /** What a server may lack without which there is nothing on the page. */
  needs?: CapabilityId;
}

/** The pages of a server. Those that some servers lack come last: they join the others when it is known. */
export const SERVER_PAGES = [
  { id: 'agents', label: 'Agents', command: 'Open agents', icon: Bot, href: routes.agents },
  { id: 'tools', label: 'Tools', command: 'Open tools', icon: Wrench, href: routes.tools },
  { id: 'mcp', label: 'MCP', command: 'Open MCP servers', icon: Plug, href: routes.mcp },
  { id: 'blocks', label: 'Blocks', command: 'Open memory blocks', icon: Blocks, href: routes.blocks },
  { id: 'models', label: 'Models', command: 'Open models', icon: Cpu, href: routes.models },
  { id: 'connection', label: 'Connection', command: 'Open connection', icon: Stethoscope, href: routes.connection },
  { id: 'folders', label: 'Folders', command: 'Open folders', icon: Folder, href: routes.folders, needs: 'folders' },
  {
    id: 'identities',
    label: 'Identities',
    command: 'Open identities',
    icon: UserRound,
    href: routes.identities,
    needs: 'identities',
  },
] as const satisfies ServerPage[];

export type ServerPageId = (typeof SERVER_PAGES)[number]['id'];
