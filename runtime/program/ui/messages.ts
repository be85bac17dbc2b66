import type { LogEntry } from "../../log/logs.ts";

/** How a body is shown: times as texts, what is to be masked as a mask; everything else as it is. */
export type Shape =
  | "plain"
  | "masked"
  | "time"
  | { readonly list: Shape }
  | { readonly tuple: readonly Shape[] }
  | { readonly record: Readonly<Record<string, Shape>> }
  | { readonly map: Shape };

/** A component, topic or operator of the picture. */
export interface PictureNode {
  readonly id: string;
  readonly kind: "source" | "channel" | "sink" | "topic" | "operator" | "agent" | "stream";
  readonly label: string;
  readonly detail: string | null;
  /** Id of its agent or stream; null for a topic. */
  readonly group: string | null;
  readonly type: string;
  readonly doc: string;
  /** `access.flow:21:11` */
  readonly place: string;
  /** Ids of what counts for it: itself, and of a topic those who write and read it. */
  readonly parts: readonly string[];
}

/** A line of the picture. */
export interface PictureEdge {
  readonly from: string;
  readonly to: string;
  readonly type: string | null;
  readonly aside: boolean;
  /** The part that counts what passes, where the line ends in a topic. */
  readonly counted: string | null;
}

/** Lines of a program. */
export interface Excerpt {
  /** Number of the first of them. */
  readonly first: number;
  readonly lines: readonly string[];
}

/** What the page shows of the program as it is written; made when it is compiled. */
export interface Picture {
  readonly file: string;
  /** The drawing of `sluice graph`, without colours; nodes, groups and lines can be found in it. */
  readonly svg: string;
  readonly nodes: readonly PictureNode[];
  readonly edges: readonly PictureEdge[];
  /** By id: how what passes is shown. What is not here has nothing that passes one by one. */
  readonly shapes: Readonly<Record<string, Shape>>;
  /** Names of fields, and of headers, whose values are not shown. */
  readonly masked: readonly string[];
  /** Ids of the sinks that take what others have refused. */
  readonly letters: readonly string[];
  /** By place: the lines around it. */
  readonly excerpts: Readonly<Record<string, Excerpt>>;
}

/** What one part does now; null where it is not known of such a part. */
export interface PartNow {
  /** Events a second. */
  readonly in: number | null;
  readonly out: number | null;
  /** How full a channel is, from 0 to 1. */
  readonly fill: number | null;
  /** Events that wait in it or in front of it. */
  readonly events: number | null;
  /** In seconds. */
  readonly behind: number | null;
  readonly lag: number | null;
  /** Since the start. */
  readonly errors: number;
  /** Share of the time that it works, or waits for room. */
  readonly busy: number | null;
  /** Of a stream: seconds that the last batch took. */
  readonly took: number | null;
}

/** What of these is kept for an hour. */
export const KEPT = ["in", "out", "fill", "behind", "lag", "errors", "busy", "took"] as const;

/** `refusing`: events have left it in the last seconds for where refused ones go. */
export type Level = "failing" | "refusing";

/** What has gone wrong with a part. */
export interface Trouble {
  readonly level: Level;
  /** Milliseconds since 1970. */
  readonly since: number;
  /** What the log last said of it; "" where it said nothing. */
  readonly message: string;
}

/** The state of a program at a moment: sent every second. */
export interface LiveFrame {
  readonly time: number;
  readonly state: "running" | "draining";
  readonly parts: Readonly<Record<string, PartNow>>;
  readonly troubles: Readonly<Record<string, Trouble>>;
  readonly paused: readonly string[];
  readonly memory: number;
  /** Share of one core since the last frame. */
  readonly cpu: number;
}

/** The first message: who speaks. */
export interface Hello {
  readonly program: string;
  readonly pid: number;
  readonly started: number;
  /** Another one where the program was compiled again. */
  readonly version: string;
  readonly log: readonly LogEntry[];
}

/** A batch of a stream. */
export interface BatchSeen {
  readonly time: number;
  /** Seconds between its time and its beginning. */
  readonly delay: number;
  /** Seconds until it was computed, written and saved. */
  readonly took: number;
  readonly events: number;
}

/** An event as it is shown. */
export interface ShownEvent {
  readonly time: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A dead letter as it is shown. */
export interface ShownLetter extends ShownEvent {
  /** Which one it is, to whoever sends it again. */
  readonly number: number;
  /** What became of it: `stays` where it cannot be sent again. Null while it waits. */
  readonly fate: "sending" | "sent" | "stays" | null;
}

/** All that is known of a part. */
export interface Detail {
  /** Its figures for the last hour, oldest first: one every so many ms up to `until`. */
  readonly history: {
    readonly every: number;
    readonly until: number;
    readonly columns: Readonly<Record<string, readonly (number | null)[]>>;
  } | null;
  /** Everything that is counted of it. */
  readonly figures: readonly {
    readonly name: string;
    readonly help: string;
    readonly of: string;
    readonly value: number;
  }[];
  readonly batches: readonly BatchSeen[];
  readonly letters: readonly ShownLetter[];
  readonly log: readonly LogEntry[];
}
