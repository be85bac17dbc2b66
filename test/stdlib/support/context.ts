import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Context } from "../../../runtime/contract/context.ts";
import { createLogs } from "../../../runtime/log/logs.ts";
import { type Clock, systemClock } from "../../../runtime/system/clock.ts";

/** A context for a component that is driven by hand; log lines go to `logs`. */
export function contextFor({
  clock = systemClock,
  dataDir = join(tmpdir(), "sluice-test-without-data"),
  draining = new AbortController().signal,
  logs = [],
}: {
  readonly clock?: Clock;
  readonly dataDir?: string;
  readonly draining?: AbortSignal;
  readonly logs?: string[];
}): Context {
  const log = createLogs("text", clock, (line) => logs.push(line)).named("a1.x1");
  return { program: "test", clock, log, dataDir, draining, count: () => {} };
}
