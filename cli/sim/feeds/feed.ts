import type { Machine } from "../machine/machine.ts";
import { LATE, TROUBLE } from "../scenario.ts";

/** What comes to one source from outside, over all lives of the program. */
export interface Feed {
  /** Name of the source. */
  readonly source: string;
  /** Whether the source keeps what it has of a line that a broken connection ends. */
  readonly breaksOff?: boolean;
  /** Whether nothing is left to send. */
  isDone(): boolean;
  /** What the program has answered in its present life; null where it does not answer, or an answer was lost. */
  answers(): Answers | null;
  /** The program begins another life. */
  begin(): void;
}

/** How many lines a sender was told are safe, and how many not. */
export interface Answers {
  readonly accepted: number;
  readonly refused: number;
}

/** Most lines that come late. */
const MOST_LATE = 6;

/** How many of `lines` come when all is well again: then they have to arrive, whatever else may be lost. */
export function lateOf(lines: readonly string[]): number {
  return Math.min(MOST_LATE, Math.floor(lines.length / 4));
}

/** Calls `action` when all is well again, on a machine that begins now. The clock may have jumped by then. */
export function callWhenWell({ scheduler }: Machine, action: () => void): void {
  scheduler.after(TROUBLE, () => scheduler.after(LATE, action));
}

/** Calls `write` with the lines, a few at a time, over the time in which things go wrong; the last ones come later. */
export function grow(
  machine: Machine,
  lines: readonly string[],
  write: (some: readonly string[]) => void,
): { isDone(): boolean } {
  const random = machine.random.fork();
  const late = lateOf(lines);
  let left = lines;
  const next = () => {
    const some = left.slice(0, Math.min(random.between(1, 12), left.length - late));
    left = left.slice(some.length);
    write(some);
    if (left.length > late) machine.scheduler.after(pause(), next);
  };
  const pause = () => (random.real() * 2 * TROUBLE * 0.9 * 6) / lines.length;
  if (lines.length > 0) machine.scheduler.after(pause(), next);
  callWhenWell(machine, () => {
    write(left);
    left = [];
  });
  return { isDone: () => left.length === 0 };
}
