import { tmpdir } from "node:os";
import type { Clock } from "../../runtime/clock.ts";
import { systemClock } from "../../runtime/clock.ts";
import type { Context } from "../../runtime/component.ts";

export interface LoggedEntry {
  readonly level: "info" | "warn" | "error" | "once";
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A component's context that keeps what it is told. */
export interface TestContext extends Context {
  readonly logged: LoggedEntry[];
  readonly counted: Map<string, number>;
  /** Begins to drain. */
  drain(): void;
}

/** By default on the system's clock; a component with state on disk needs a `dataDir` of the test's own. */
export function testContext(given: { readonly clock?: Clock; readonly dataDir?: string } = {}): TestContext {
  const logged: LoggedEntry[] = [];
  const counted = new Map<string, number>();
  const draining = new AbortController();
  const causes = new Set<string>();
  const keep =
    (level: LoggedEntry["level"]) =>
    (message: string, fields: Readonly<Record<string, unknown>> = {}) => {
      logged.push({ level, message, fields });
    };
  return {
    program: "test",
    clock: given.clock ?? systemClock,
    dataDir: given.dataDir ?? tmpdir(),
    draining: draining.signal,
    log: {
      info: keep("info"),
      warn: keep("warn"),
      error: keep("error"),
      once(cause, message, fields) {
        if (!causes.has(cause)) keep("once")(message, fields);
        causes.add(cause);
      },
    },
    count: (counter, by = 1) => void counted.set(counter, (counted.get(counter) ?? 0) + by),
    logged,
    counted,
    drain: () => draining.abort(),
  };
}
