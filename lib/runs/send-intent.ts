/** A part of a message: text, or an image by address or with its bytes. */
export type OutgoingPart =
  | { type: 'text'; text: string }
  | {
      type: 'image';
      source: { type: 'url'; url: string } | { type: 'base64'; media_type: string; data: string };
    };

export type OutgoingRole = 'user' | 'system' | 'assistant';

/** A message a person sends. `otid` identifies the intent: the same one is never sent twice. */
export interface OutgoingMessage {
  role: OutgoingRole;
  content: string | OutgoingPart[];
  otid: string;
  sender_id?: string;
}

/** The answer to one call that waits: a decision, or what a tool of ours returned. */
export type CallAnswer =
  | { type: 'approval'; tool_call_id: string; approve: boolean; reason?: string }
  | { type: 'tool'; tool_call_id: string; tool_return: string; status: 'success' | 'error' };

/** A tool that the person plays: the run pauses for its return. */
export interface ClientTool {
  name: string;
  description: string;
  parameters: Record<string, unknown>;
}

/** How a turn is run. What is absent is left to the server. */
export interface SendOptions {
  /** The run goes on at the server, and its stream can be read again. */
  isBackground: boolean;
  /** Whole messages as each step ends, instead of tokens as they come. */
  isByStep?: boolean;
  /** Sent and left alone: the server answers at once, and the page asks how the run stands. */
  isAsync?: boolean;
  /** Where the server reports the end of an async run. */
  callbackUrl?: string;
  maxSteps?: number;
  overrideModel?: string;
  returnTypes?: string[];
  clientTools?: ClientTool[];
}

/** One thing to send: a message, or the answers to the calls that wait. */
export type SendIntent =
  | { kind: 'message'; message: OutgoingMessage; options: SendOptions }
  | { kind: 'answers'; answers: CallAnswer[]; options: SendOptions };

/** The body of the one POST. */
export function toSendBody(intent: SendIntent): Record<string, unknown> {
  const { isAsync, maxSteps, overrideModel, returnTypes, clientTools } = intent.options;
  return {
    messages: [intent.kind === 'message' ? intent.message : { type: 'approval', approvals: intent.answers }],
    ...(isAsync ? asyncPart(intent.options) : streamPart(intent.options)),
    ...(maxSteps === undefined ? {} : { max_steps: maxSteps }),
    ...(overrideModel ? { override_model: overrideModel } : {}),
    ...(returnTypes && returnTypes.length > 0 ? { include_return_message_types: returnTypes } : {}),
    ...(clientTools && clientTools.length > 0 ? { client_tools: clientTools } : {}),
  };
}

function streamPart({ isBackground, isByStep }: SendOptions): Record<string, unknown> {
  return { streaming: true, stream_tokens: !isByStep, ...(isBackground ? { background: true } : {}) };
}

function asyncPart({ callbackUrl }: SendOptions): Record<string, unknown> {
  return callbackUrl ? { callback_url: callbackUrl } : {};
}
