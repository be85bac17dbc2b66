import { tmpdir } from "node:os";
import type { Context } from "../../runtime/contract/context.ts";
import type { Clock } from "../../runtime/system/clock.ts";
import { systemClock } from "../../runtime/system/clock.ts";

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
  const causes = new Map<string, Set<string>>();
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
        // The ten messages that differ, as the program's own log does.
        const told = causes.get(cause) ?? new Set();
        if (told.size < 10 && !told.has(message)) keep("once")(message, fields);
        causes.set(cause, told.add(message));
      },
    },
    count: (counter, by = 1) => void counted.set(counter, (counted.get(counter) ?? 0) + by),
    logged,
    counted,
    drain: () => draining.abort(),
  };
}
