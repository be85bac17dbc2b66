import type { Log } from "../contract/log.ts";
import type { Counters } from "../engine/counters.ts";
import type { Figures } from "../engine/figures.ts";
import type { Taps } from "../engine/taps.ts";

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
  readonly failed: ReadonlySet<string>;
  readonly stopped: ReadonlySet<string>;
  readonly outOfReach: ReadonlySet<string>;
  readonly draining: AbortSignal;
}

/** Where a program listens for those who ask for its metrics; port 0 lets the system choose. */
export interface MetricsAddress {
  readonly host: string;
  readonly port: number;
}

/** What `--metrics` and `--tap` start: a program that is compiled for it has one. */
export interface Metrics {
  /** Serves the figures of a program; gives the port. Rejects where the address cannot be had. */
  serve(metered: Metered, at: MetricsAddress, log: Log): Promise<number>;
  /**
   * Lets `sluice tap` and `sluice top` look into a program of that name, over a socket in its data directory. Gives what
   * removes it. Rejects where it cannot be made.
   */
  inspect(
    metered: Metered,
    at: { readonly program: string; readonly dataDir: string },
    log: Log,
  ): Promise<() => Promise<void>>;
}
