/** Tests that hold a promise: those of a file whose full title contains `says`; without it, all of them. */
export interface Proof {
  file: string;
  says?: string;
}

/** One line of the published tables. */
export interface TrustRow {
  id: string;
  /** What somebody tries, or what goes wrong. */
  what: string;
  /** What the Letta ADE does about it. */
  answer: string;
  heldBy: Proof[];
  /** What no test holds, and why. */
  notHeld?: string;
}
