import { createLogs } from "../../runtime/log/logs.ts";
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
    readonly untilCaughtUp?: boolean;
    readonly drainTimeout?: number;
    readonly name?: string;
    readonly discardState?: readonly string[];
    readonly declared?: Pick<Program, "agents" | "streams">;
    readonly isOneOff?: boolean;
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
      name: given.name ?? null,
      discardState: given.discardState ?? [],
      declared: given.declared ?? null,
      isOneOff: given.isOneOff ?? false,
      dataDir: given.dataDir ?? "/nonexistent",
      untilCaughtUp: given.untilCaughtUp ?? false,
      batches: given.batches ?? Number.POSITIVE_INFINITY,
      drainTimeout: given.drainTimeout ?? Number.POSITIVE_INFINITY,
    },
  );
  return { ...running, clock, lines, summarise: () => logs.summarise() };
}

/** Called inside a `describe`: starts programs as `startTestProgram` does, and stops them after each test. */
export function testPrograms(): typeof startTestProgram {
  const running: TestProgram[] = [];
  afterEach(async () => {
    for (const program of running.splice(0)) {
      program.stop();
      await program.ended;
    }
  });
  return async (program, given) => {
    const started = await startTestProgram(program, given);
    running.push(started);
    return started;
  };
}
