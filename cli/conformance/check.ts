import { LIMIT, type Outside } from "./outside.ts";
import type { Subject } from "./subject.ts";

/** What a check has to do with. */
export interface Trial {
  readonly subject: Subject;
  readonly outside: Outside;
  /** `count` numbers that no check has had. */
  numbers(count: number): readonly number[];
  /** How many kills a check tries. */
  readonly kills: number;
}

/** Something that every component of a role must keep. */
export interface Check {
  /** `gives every line once and in order` */
  readonly title: string;
  /** Options of the command without which it cannot be tried. */
  readonly needs: readonly (keyof Outside)[];
  /** Rejects where it does not hold: the message says why. */
  run(trial: Trial): Promise<void>;
}

/** How a check has gone. */
export interface CheckResult {
  readonly title: string;
  readonly verdict: "passed" | "failed" | "not tried";
  /** Why it failed, or what it needs; empty where it passed. */
  readonly why: string;
}

/** A check cannot be tried on this component; the message says why. */
export class NotTried extends Error {}

/** Throws with `message` where `holds` is false. */
export function ensure(holds: boolean, message: string): asserts holds {
  if (!holds) throw new Error(message);
}

/** Something has not ended within `LIMIT`. */
export class Late extends Error {}

/** What `promise` gives; rejects with `Late` once it has not settled within the limit. */
export function within<T>(what: string, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Late(`${what} has not ended within ${LIMIT / 1000} s`)), LIMIT);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** Resolves once `holds` gives true; rejects with what `missing` says after the limit. */
export async function waitUntil(holds: () => boolean | Promise<boolean>, missing: () => string): Promise<void> {
  const late = performance.now() + LIMIT;
  while (!(await holds())) {
    if (performance.now() > late) throw new Error(`${missing()} within ${LIMIT / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** `1, 2, 3 and 40 more` */
export function some(numbers: readonly number[]): string {
  const rest = numbers.length - 5;
  return numbers.slice(0, 5).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}
