/** Something in a file that is not what was written. */
export interface Damage {
  readonly path: string;
  /** The bytes that it concerns: from, and up to. */
  readonly from: number;
  readonly to: number;
  /** What that means for the program. */
  readonly what: string;
  /** A crash leaves it, and the next start deals with it by itself. */
  readonly isHarmless: boolean;
}

/** What was found in one file, or in the files of one log. */
export interface Inspection {
  readonly damage: readonly Damage[];
  /** By path: what is whole of files with damage; null where nothing is, and the file goes. */
  readonly mended: ReadonlyMap<string, Uint8Array | null>;
}

/** An inspection that has found nothing. */
export const whole: Inspection = { damage: [], mended: new Map() };
