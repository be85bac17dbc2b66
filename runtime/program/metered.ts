import type { Log } from "../contract/log.ts";
import type { Agent } from "../engine/agent/agent.ts";
import type { Counters } from "../engine/counters.ts";
import type { Figures } from "../engine/figures.ts";
import type { Replays } from "../engine/replays.ts";
import type { Stream } from "../engine/stream/stream.ts";
import type { Taps } from "../engine/taps.ts";
import type { WayBack } from "../engine/way-back.ts";
import type { LogEntry } from "../log/logs.ts";
import type { ReplayedLetter } from "./inspect/send-again.ts";

/** A part of the program under the id and place that its figures are labelled with. */
export interface MeteredPart {
  readonly id: string;
  readonly kind: "source" | "channel" | "sink" | "topic" | "operator" | "agent" | "stream";
  /** What makes it: `netcat`, `map`; "" of an agent or stream. */
  readonly type: string;
  readonly place: string;
  /** What its declaration says that it counts, by name. */
  readonly counts?: Readonly<Record<string, string>>;
}

/** A running program, as far as its figures are made of it. */
export interface Metered {
  readonly agents: readonly {
    readonly name: string;
    readonly channels: Readonly<Record<string, { readonly size: number; readonly capacity: number }>>;
  }[];
  readonly counters: Counters;
  readonly figures: Figures;
  readonly taps: Taps;
  readonly replays: Replays | null;
  readonly failed: ReadonlySet<string>;
  readonly stopped: ReadonlySet<string>;
  readonly outOfReach: ReadonlySet<string>;
  readonly draining: AbortSignal;
}

/** Where a program listens for those who ask for its metrics; port 0 lets the system choose. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** A running program, as far as those who look into it see it and act on it. */
export interface Operated extends Metered {
  /** Sources that are paused, by id; see `Services`. */
  readonly paused: Map<string, Promise<void>>;
  drain(): void;
}

/** How a program was asked to be looked into. */
export interface LookOptions {
  /** Where figures are served, as it was written; null for nowhere. */
  readonly metrics: string | null;
  /** Where the page is served, as it was written: "" for wherever there is room. Null for nowhere. */
  readonly ui: string | null;
  /** URL of a collector of OpenTelemetry, as it was written; null for none. */
  readonly otlp: string | null;
  /** Whether others of the same user may look into it over a local socket, as they may where figures are served. */
  readonly tap: boolean;
}

/** What `--metrics`, `--ui`, `--otlp` and `--tap` start: a program that is compiled for it has one. */
export interface Metrics {
  /** Ends the process, with 2, where it cannot be looked into as it was asked to. */
  judge(options: LookOptions): void;
  /** Hears what the log says, from the start on. Null where it has no page. */
  readonly hear: ((entry: LogEntry) => void) | null;
  /**
   * Serves figures and the page, and sends figures, where that was asked for, and lets `sluice tap` and `sluice top` look into a program of that
   * name. Gives what ends it; null where an address cannot be had, which has been logged then.
   */
  letLook(
    operated: Operated,
    options: LookOptions,
    at: { readonly program: string; readonly dataDir: string },
    log: Log,
  ): Promise<(() => Promise<void>) | null>;
  newReplays(): Replays;
  /** Taps on the parts of a program with these agents and streams. */
  newTaps(agents: readonly Agent[], streams: readonly Stream[]): Taps;
  /** Makes the run of an agent, also where the program has none. */
  readonly newRun: Agent["newRun"];
  /** Sends dead letters over the arrow where they fell out. Rejects with a NotSentError where none of them was sent. */
  replay(
    replays: Replays | null,
    to: Pick<WayBack, "edge" | "isBeforeSteps">,
    letters: readonly ReplayedLetter[],
  ): Promise<void>;
}

/** Where the page of a program is served: at the first of the ports that is free. */
export interface UiAddress {
  readonly host: string;
  readonly ports: readonly number[];
}

/** The page of a program that is compiled with it. */
export interface Ui {
  /** Hears what the log says, from the start on. */
  hear(entry: LogEntry): void;
  /** Where it is to be served, by what was written; null where that makes no sense. */
  addressOf(text: string): UiAddress | null;
  /**
   * Serves the page of a program of that name; gives its address, and what ends it. Rejects where the address cannot be
   * had.
   */
  serve(
    operated: Operated,
    at: UiAddress & { readonly program: string; readonly dataDir: string },
    log: Log,
  ): Promise<{ readonly url: string; end(): void }>;
}
