import type { Fault, FaultCode } from "./machine/faults.ts";
import { Random } from "./machine/random.ts";

/** The end of one life that nobody asked for. */
export interface Crash {
  /** ms after the start of the scenario; where `atChange` says when, the latest time at which it comes. */
  readonly after: number;
  /** Right after so many calls have changed the disk or synced it, before anybody hears of it; null where `after` says when. */
  readonly atChange: number | null;
  /** `power` also loses what was not synced. */
  readonly kind: "kill" | "power";
}

/** A file with records of a channel or topic is not any more what was written. */
export interface Damage {
  /** ms after the start of the scenario; the machine is switched off then. */
  readonly after: number;
  /** `rot` flips a bit of a record that was safe, `gone` takes a whole file away. */
  readonly kind: "rot" | "gone";
}

/** Everything that goes wrong in one run; times are in ms after its start. */
export interface Scenario {
  readonly seed: number;
  readonly crashes: readonly Crash[];
  readonly faults: readonly Fault[];
  /** Jumps of the clock. */
  readonly jumps: readonly { readonly after: number; readonly by: number }[];
  /** Nothing holds on such a disk but what `sluice data repair` says; so there is some only where it is asked for. */
  readonly damage: readonly Damage[];
}

/** Failures, crashes and input come in the first so many ms. */
export const TROUBLE = 20_000;

/** So many ms later what was damaged is repaired. */
export const REPAIR = 3000;

/** So many ms later the rest of the input comes: then all is well. */
export const LATE = 5500;

/** Then all has to be well again within so many ms. */
export const RECOVERY = 150_000;

/** A run in which nothing goes wrong. */
export function quiet(seed: number): Scenario {
  return { seed, crashes: [], faults: [], jumps: [], damage: [] };
}

/** What can go wrong with a program. */
export interface Trouble {
  /** Calls that change or sync the disk while input comes and nothing goes wrong. */
  readonly changes: number;
  /** What calls may fail with. */
  readonly codes: readonly FaultCode[];
}

/** What goes wrong under `seed`: at least one crash and three failures. With `isDamaged` a file is damaged, too. */
export function scenarioOf(seed: number, { changes, codes }: Trouble, isDamaged = false): Scenario {
  const random = new Random(seed).fork();
  const crashes = Array.from({ length: random.between(1, 3) }, (): Crash => {
    const kind = random.chance(0.6) ? "power" : "kill";
    // Mostly after a change instead of at a time: hardly any time passes between a write and its sync.
    if (random.chance(0.7)) return { after: TROUBLE, atChange: random.between(1, Math.max(1, changes)), kind };
    return { after: random.real() * TROUBLE, atChange: null, kind };
  });
  const faults = Array.from({ length: random.between(3, 6) }, (): Fault => {
    const from = random.real() * TROUBLE;
    return {
      code: random.pick(codes),
      from,
      to: from + random.pick([50, 500, 3000]),
      probability: random.pick([0.1, 0.5, 1]),
    };
  });
  const jumps = random.chance(0.2) ? [{ after: random.real() * TROUBLE, by: random.pick([1000, 60_000]) }] : [];
  const kind = random.pick(["rot", "gone"] as const);
  const damage = isDamaged ? [{ after: (0.2 + 0.8 * random.real()) * TROUBLE, kind }] : [];
  return { seed, crashes, faults, jumps, damage };
}
