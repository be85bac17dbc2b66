/** What becomes of one thing over an edit. */
export type Verdict =
  /** It is found, as it is. */
  | "kept"
  /** It is found, and taken over with other types. */
  | "migrated"
  /** Nothing was kept for it. */
  | "new"
  /** What was kept for it is not found, so that it begins from scratch. */
  | "begun again"
  /** What is kept has nothing to take it over. */
  | "lost"
  /** It keeps nothing, and is another now. */
  | "changed"
  /** It keeps nothing, and is gone. */
  | "removed";

/** The kinds of things that an edit concerns. */
export type Subject = "state" | "interval" | "positions" | "channel" | "topic" | "output" | "guarantee";

/** One line of `sluice diff`. */
export interface Change {
  readonly subject: Subject;
  /** The stream, agent or topic that it belongs to, by its name in the new program, or in the old where that has none. */
  readonly owner: string;
  /** What it is: `counts.totals`, by its name in the new program, or in the old where that has none. */
  readonly name: string;
  readonly verdict: Verdict;
  /** Why, and what that means; empty where the verdict says it all. */
  readonly reason: string;
  /** What the new program needs to start all the same: `counts.totals` for `--discard-state counts.totals`. Null where it starts. */
  readonly discard: string | null;
}

/** Whether something is lost by it, or less sure than before: what ends `sluice diff` with another status. */
export function isLoss({ subject, verdict, reason }: Change): boolean {
  return verdict === "lost" || verdict === "begun again" || (subject === "guarantee" && reason.startsWith("lower"));
}
