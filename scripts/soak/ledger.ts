/** A value that was acknowledged, and one that was sent after it and not answered. */
export interface Expected {
  acknowledged: string;
  sent?: string | undefined;
}

/** What a client knows of one agent, from the answers it got. */
export interface KnownAgent {
  id: string;
  blockId: string;
  description: Expected;
  notes: Expected;
  /** Ids of acknowledged passages, with their texts. */
  passages: Map<string, string>;
  /** Texts a person sent, and ids the server told, all of which must be in the history. */
  saidTexts: Set<string>;
  messageIds: Set<string>;
  runIds: Set<string>;
  /** Whether its deletion was sent; an answer moves it to `gone`. */
  isLeaving: boolean;
}

/** What one client was promised, over all kills. */
export interface Ledger {
  agents: Map<string, KnownAgent>;
  gone: string[];
  /** Agents asked for and not answered since the last start: they may exist, whole. */
  unanswered: Set<string>;
  acknowledged: number;
}

/** Nothing promised yet. */
export function createLedger(): Ledger {
  return { agents: new Map(), gone: [], unanswered: new Set(), acknowledged: 0 };
}
