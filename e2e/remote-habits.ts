import type { Playback } from './play-back.ts';

/** What the remote Letta does that the embedded server does not: the original's habits, and faults a test asks for. */
export interface RemoteHabits {
  /** Background runs and resuming them. Off as on a server without Redis: 503. */
  background: boolean;
  /** ETag and If-Match. The original has neither. */
  etag: boolean;
  /** Says which agent wrote a block. The original does not. */
  writers: boolean;
  /** Lists the steps of all runs. The original answers 400, whatever is asked. */
  stepLists: boolean;
  /** Knows the trace of a step only by its older path, `/v1/telemetry/{id}`. */
  oldTraces: boolean;
  /** Knows MCP servers only by their older paths, `/v1/tools/mcp/servers`. */
  oldMcp: boolean;
  /** Other answers to clients that do not say they are the SDK; off, everyone counts as the SDK. */
  legacyAnswers: boolean;
  /** Answers every message with 409: this run is still going on. */
  busyRunId: string | null;
  /** Answers with a web page instead of data, as a proxy or a sign-on page in between does. */
  html: { status: number } | null;
  /** Milliseconds before every answer. */
  delayMs: number;
  /** Ends every stream after this many frames: torn (`reset`) or as if it were complete (`end`). */
  cutStream: { afterFrames: number; how: 'reset' | 'end' } | null;
  /** Plays a recorded turn to whatever is sent. */
  playback: Playback | null;
  /** What is answered at these paths: routes that only Letta Cloud has. */
  canned: Record<string, unknown>;
  /** The faults above apply only to requests whose path contains this. */
  onlyPath: string | null;
}

export const originalHabits: RemoteHabits = {
  background: false,
  etag: false,
  writers: false,
  stepLists: false,
  oldTraces: false,
  oldMcp: false,
  legacyAnswers: true,
  busyRunId: null,
  html: null,
  delayMs: 0,
  cutStream: null,
  playback: null,
  canned: {},
  onlyPath: null,
};

/** A request as it arrived, for tests that check what is sent to other people's servers. */
export interface SeenRequest {
  method: string;
  /** Path and query, with the prefix. */
  path: string;
  headers: Record<string, string>;
  body: string;
}
