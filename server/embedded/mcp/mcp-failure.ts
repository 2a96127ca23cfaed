/** Why an MCP server could not do what it was asked. `not-sent`: the request did not reach it, and may be made again. */
export type McpFailureKind = 'unreachable' | 'unauthorized' | 'timeout' | 'cancelled' | 'broken' | 'not-sent';

/** A failure of an MCP server or of the way to it, as a sentence. */
export class McpFailure extends Error {
  readonly kind: McpFailureKind;

  constructor(kind: McpFailureKind, message: string, cause?: unknown) {
    super(message, { cause });
    this.kind = kind;
  }
}
