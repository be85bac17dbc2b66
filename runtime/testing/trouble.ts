import type { Log } from "../contract/log.ts";
import type { Logs } from "../log/logs.ts";
import type { TestFailure } from "./expectation.ts";

/** Logs of a program under test: nothing is printed, and what would have stopped or delayed it is kept. */
export interface Troubles extends Logs {
  /** Those that no test has expected. */
  readonly found: readonly TestFailure[];
  /**
   * Takes those of an agent or stream away that have `reason` in what they say. Null where there was one, else what is
   * wrong with expecting it.
   */
  expect(owner: string, reason: string): string | null;
}

interface Trouble {
  readonly component: string;
  readonly message: string;
  readonly place: string | null;
}

/** Collects what a program under test logs as a warning or an error. */
export function collectTroubles(): Troubles {
  let found: Trouble[] = [];
  const keep = (component: string, message: string, fields: Readonly<Record<string, unknown>> = {}) => {
    const place = typeof fields["place"] === "string" && fields["place"] !== "" ? fields["place"] : null;
    found.push({ component, message, place });
  };
  return {
    get found() {
      return found.map(({ component, message, place }) => {
        return { member: null, place, message: `${component}: ${message}`, differences: [], observed: null };
      });
    },
    expect(owner, reason) {
      const own = found.filter(({ component }) => component === owner || component.startsWith(`${owner}.`));
      const meant = own.filter(({ message }) => message.includes(reason));
      found = found.filter((one) => !meant.includes(one));
      if (meant.length > 0) return null;
      return own.length === 0 ? `${owner} has not failed` : `${owner} has failed for another reason`;
    },
    named: (component): Log => ({
      info() {},
      warn(message, fields) {
        // What is tried again has failed; the clock of a test may never come to that time.
        if (fields?.["again"] !== undefined) keep(component, message, fields);
      },
      error: (message, fields) => keep(component, message, fields),
      once() {},
    }),
    summarise() {},
  };
}
