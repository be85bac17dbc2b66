import { createLogs } from "../../runtime/program/logs.ts";
import { type Program, type RunningProgram, startProgram } from "../../runtime/program/program.ts";
import { type ManualClock, manualClock } from "./manual-clock.ts";

export interface TestProgram extends RunningProgram {
  readonly clock: ManualClock;
  /** Lines logged so far. */
  readonly lines: string[];
  /** Tells counts of repeated causes into `lines`. */
  summarise(): void;
}

/** Starts a program on a clock that the test moves. */
export async function startTestProgram(
  program: Omit<Program, "file">,
  given: {
    readonly clock?: ManualClock;
    readonly dataDir?: string;
    readonly batches?: number;
    readonly drainTimeout?: number;
  } = {},
): Promise<TestProgram> {
  const clock = given.clock ?? manualClock();
  const lines: string[] = [];
  const logs = createLogs("text", clock, (line) => lines.push(line));
  const running = await startProgram(
    { file: "test.flow", ...program },
    {
      clock,
      logs,
      dataDir: given.dataDir ?? "/nonexistent",
      batches: given.batches ?? Number.POSITIVE_INFINITY,
      drainTimeout: given.drainTimeout ?? Number.POSITIVE_INFINITY,
    },
  );
  return { ...running, clock, lines, summarise: () => logs.summarise() };
}
