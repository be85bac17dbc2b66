/** What `sluice explain` says, as plain data: texts are meant for people, names and types are those of the program. */
import type { Guarantee } from "../3-plan/checks/guarantee.ts";

/** What `explain` says, as data that `--json` prints and the text is laid out from. */
export interface ProgramReport {
  readonly file: string;
  readonly topics: readonly TopicReport[];
  readonly tables: readonly TableReport[];
  readonly agents: readonly OwnerReport[];
  readonly streams: readonly OwnerReport[];
  /** Paths through more than one agent or stream. */
  readonly through: readonly PathText[];
}

/** What is said of a topic: its type, facts, and who reads and writes it. */
export interface TopicReport {
  readonly name: string;
  readonly type: string;
  readonly facts: readonly string[];
  readonly doc: readonly string[];
  readonly place: string;
  /** Agents and streams. */
  readonly from: readonly string[];
  readonly to: readonly string[];
}

/** What is said of a table: the type of its rows, facts, and who looks things up in it. */
export interface TableReport {
  readonly name: string;
  /** Of its rows. */
  readonly type: string;
  readonly facts: readonly string[];
  readonly doc: readonly string[];
  readonly place: string;
  /** Agents and streams that look something up. */
  readonly to: readonly string[];
}

/** An agent or a stream. */
export interface OwnerReport {
  readonly kind: "agent" | "stream";
  readonly name: string;
  /** `every 10s`; null for an agent. */
  readonly every: string | null;
  /** What the program claims. */
  readonly guarantees: string | null;
  readonly doc: readonly string[];
  readonly place: string;
  readonly parts: readonly PartReport[];
  readonly paths: readonly PathText[];
  /** What holds paths up when things go wrong. */
  readonly notes: readonly { readonly what: string; readonly place: string }[];
}

/** What is said of a component, topic or operator of an agent or stream. */
export interface PartReport {
  readonly kind: "source" | "channel" | "sink" | "topic" | "operator";
  /** As the program names it; an operator without a name is called as it is. */
  readonly name: string;
  /** False for what has only the name of its operator or component. */
  readonly named: boolean;
  /** Type of what leaves it, or of what a sink takes. */
  readonly type: string;
  /** What it is, how many events it moves at a time, what it keeps. */
  readonly facts: readonly string[];
  readonly place: string;
}

/** A way through the program, its steps in words, with what it guarantees and the reasons. */
export interface PathText {
  readonly steps: readonly string[];
  readonly through: readonly string[];
  readonly guarantee: Guarantee;
  readonly mayLose: boolean;
  readonly mayRepeat: boolean;
  readonly rejects: boolean;
  readonly reasons: readonly ReasonText[];
  readonly choices: readonly { readonly what: string; readonly place: string }[];
}

/** Why events of a path may be lost or come twice, and `raise`: what would prevent it. */
export interface ReasonText {
  readonly step: string;
  readonly effect: "lost" | "twice";
  readonly reason: string;
  readonly raise: string;
  /** True for what shows only on the way through several agents and streams. */
  readonly onlyThrough: boolean;
  readonly place: string;
}
