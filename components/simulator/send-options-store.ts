import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { guardedStorage } from '#components/ui/guarded-storage.ts';
import { type AgentRef, agentKey, type ThreadRef } from '#lib/letta/agents.ts';
import { BUILT_IN_SERVER } from '#lib/letta/servers.ts';
import type { ClientTool, OutgoingRole, SendOptions } from '#lib/runs/send-intent.ts';

/** How the next message of an agent is sent. What is empty is left to the server. */
export interface SendSettings {
  role: OutgoingRole;
  maxSteps: string;
  overrideModel: string;
  senderId: string;
  returnTypes: string[];
  /** Null until the person chose: then it is what the server is good at. */
  isBackground: boolean | null;
  clientTools: ClientTool[];
  isByStep: boolean;
  isAsync: boolean;
  callbackUrl: string;
}

export const DEFAULT_SETTINGS: SendSettings = {
  role: 'user',
  maxSteps: '',
  overrideModel: '',
  senderId: '',
  returnTypes: [],
  isBackground: null,
  clientTools: [],
  isByStep: false,
  isAsync: false,
  callbackUrl: '',
};

const useSettings = create<{ byAgent: Record<string, SendSettings> }>()(
  persist(() => ({ byAgent: {} }), {
    name: 'letta-ade-send-options',
    version: 1,
    storage: guardedStorage('localStorage'),
    // The first render must be the server's, which knows no settings.
    skipHydration: true,
  }),
);

if (typeof window !== 'undefined') void useSettings.persist.rehydrate();

/** The settings of an agent, kept in this browser. */
export function useSendSettings(ref: AgentRef): SendSettings {
  const key = agentKey(ref);
  return useSettings((state) => state.byAgent[key]) ?? DEFAULT_SETTINGS;
}

export function changeSendSettings(ref: AgentRef, change: Partial<SendSettings>): void {
  const key = agentKey(ref);
  useSettings.setState(({ byAgent }) => ({
    byAgent: { ...byAgent, [key]: { ...DEFAULT_SETTINGS, ...byAgent[key], ...change } },
  }));
}

/** The settings as they are now, outside of rendering. */
export function readSendSettings(ref: AgentRef): SendSettings {
  return useSettings.getState().byAgent[agentKey(ref)] ?? DEFAULT_SETTINGS;
}

/** The settings as a send takes them, as they are now. */
export function readSendOptions(ref: ThreadRef): SendOptions {
  return toSendOptions(ref, readSendSettings(ref));
}

/** Whether runs of this agent are sent in the background: on the built-in server unless it was switched off. */
export function isSentInBackground({ serverId }: AgentRef, { isBackground }: SendSettings): boolean {
  return isBackground ?? serverId === BUILT_IN_SERVER;
}

/** Whether a turn of this thread is sent and left alone: Letta has no such route for conversations. */
export function isSentAsync({ conversationId }: ThreadRef, { isAsync }: SendSettings): boolean {
  return isAsync && conversationId === null;
}

/** The settings as a send takes them. */
function toSendOptions(ref: ThreadRef, settings: SendSettings): SendOptions {
  const maxSteps = Number.parseInt(settings.maxSteps, 10);
  return {
    isBackground: isSentInBackground(ref, settings),
    ...(settings.isByStep ? { isByStep: true } : {}),
    ...(isSentAsync(ref, settings) ? { isAsync: true, ...callback(ref, settings) } : {}),
    ...(maxSteps > 0 ? { maxSteps } : {}),
    ...(settings.overrideModel ? { overrideModel: settings.overrideModel } : {}),
    ...(settings.returnTypes.length > 0 ? { returnTypes: settings.returnTypes } : {}),
    ...(settings.clientTools.length > 0 ? { clientTools: settings.clientTools } : {}),
  };
}

/** Whether a server can call this when a run is over. */
export function isCallbackUrl(text: string): boolean {
  return /^https?:\/\/\S+$/.test(text);
}

function callback({ serverId }: AgentRef, { callbackUrl }: SendSettings): { callbackUrl?: string } {
  return serverId !== BUILT_IN_SERVER && isCallbackUrl(callbackUrl) ? { callbackUrl } : {};
}
