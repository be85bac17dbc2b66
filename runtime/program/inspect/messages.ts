import type { Series } from "../series.ts";
import type { ReplayedLetter } from "./send-again.ts";

/** What can be asked of a running program over its socket. */
export type Question =
  /** What passes a component: at most `rate` events a second, null for as many as the reader takes. */
  | { readonly kind: "tap"; readonly id: string; readonly rate: number | null }
  /** Its figures, once. */
  | { readonly kind: "figures" }
  /** Dead letters that are to go over the arrow again where they fell out. */
  | {
      readonly kind: "replay";
      readonly edge: string;
      readonly isBeforeSteps: boolean;
      readonly letters: readonly ReplayedLetter[];
    };

/** What it answers. */
export type Answer =
  /** Some of the events that have passed a component since the last answer; `missed` were left out. */
  | {
      readonly kind: "events";
      /** Milliseconds since 1970. */
      readonly time: number;
      readonly events: readonly { readonly body: unknown; readonly headers: ReadonlyMap<string, string> }[];
      readonly missed: number;
    }
  | {
      readonly kind: "figures";
      readonly time: number;
      readonly series: readonly Series[];
      /** Names of those that have failed, or are out of reach for too long. */
      readonly failed: readonly string[];
    }
  /** The letters are written, or have left again. */
  | { readonly kind: "replayed" }
  /** `isUntouched`: of letters that were to be sent again none was. */
  | { readonly kind: "refused"; readonly reason: string; readonly isUntouched?: boolean };

/** Where a program can be inspected: the content of a file in `DATA_DIR/run`. */
export interface Inspectable {
  readonly pid: number;
  /** Name of the program. */
  readonly program: string;
  /** Path of the socket. */
  readonly socket: string;
}
