import type { Log } from "../log.ts";
import type { Logs } from "../program/logs.ts";
import type { TestFailure } from "./expectation.ts";

/** Logs of a program under test: nothing is printed, and what would have stopped or delayed it is kept. */
export interface Troubles extends Logs {
  readonly found: readonly TestFailure[];
}

export function collectTroubles(): Troubles {
  const found: TestFailure[] = [];
  const keep = (component: string, message: string, fields: Readonly<Record<string, unknown>> = {}) => {
    const place = typeof fields["place"] === "string" && fields["place"] !== "" ? fields["place"] : null;
    found.push({ member: null, place, message: `${component}: ${message}`, differences: [], observed: null });
  };
  return {
    found,
    named: (component): Log => ({
      info() {},
      warn() {},
      error: (message, fields) => keep(component, message, fields),
      once(_cause, message, fields) {
        // What is tried again has failed; the clock of a test may never come to that time.
        if (fields?.["again"] !== undefined) keep(component, message, fields);
      },
    }),
    summarise() {},
  };
}
