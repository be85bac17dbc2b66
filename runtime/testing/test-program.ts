import { type Event, event } from "../contract/event.ts";
import { messageOf } from "../contract/message-of.ts";
import type { Topic } from "../contract/topic.ts";
import type { Agent } from "../engine/agent/agent.ts";
import type { Stream } from "../engine/stream/stream.ts";
import { placeOf } from "../log/place.ts";
import { type Program, startProgram } from "../program/program.ts";
import { judge, type TestFailure, type Watched } from "./expectation.ts";
import { type ManualClock, manualClock } from "./manual-clock.ts";
import { withSeenGroups } from "./seen-groups.ts";
import type { Fed } from "./test-part.ts";
import { stepsOf, type TestBlock, type TestStep, type TestTarget } from "./test-steps.ts";
import { collectTroubles } from "./trouble.ts";

/** A program whose components are test parts, and its `test` blocks. */
export interface TestedProgram extends Program {
  readonly tests: readonly TestBlock[];
  /** Numbers of the points that were reached, where the program counts them. */
  readonly reached?: ReadonlySet<number>;
}

/** How one `test` block ended. */
export interface TestResult {
  readonly name: string;
  /** Number of the test in its file, from 0. */
  readonly test: number;
  /** Empty when it passed. */
  readonly failures: readonly TestFailure[];
}

/** The tests of a file. */
export interface Tests {
  /** See `TestedProgram`; it fills while they run. */
  readonly reached: ReadonlySet<number>;
  /** Bodies that the tests give to sources and inputs, by their names; nothing of a test whose expressions fail. */
  given(): ReadonlyMap<string, readonly unknown[]>;
  /** Runs those whose name contains `filter`, one after the other, each on a fresh program. */
  run(filter: string): Promise<readonly TestResult[]>;
}

/** Every test begins here, or at the first multiple of its interval after it. */
const START = /* @__PURE__ */ Date.UTC(2026, 0, 1);

/** Declares the tests of a file; nothing runs before `run`. */
export function testProgram(program: TestedProgram): Tests {
  return {
    reached: program.reached ?? new Set(),
    given: () => givenBodies(program.tests),
    async run(filter) {
      const results: TestResult[] = [];
      for (const [test, block] of program.tests.entries()) {
        if (!block.name.includes(filter)) continue;
        results.push({ name: block.name, test, failures: await runTest(program, block) });
      }
      return results;
    },
  };
}

function givenBodies(tests: readonly TestBlock[]): ReadonlyMap<string, readonly unknown[]> {
  const bodies = new Map<string, unknown[]>();
  for (const block of tests) {
    let steps: readonly TestStep[] = [];
    try {
      steps = stepsOf(block);
    } catch {
      // `sluice test` says so.
    }
    for (const step of steps) {
      if (step.kind !== "given") continue;
      const { target } = step;
      const name = nameOfGiven(target);
      if (name === null) continue;
      const events = eventsOf(target, step.batches.flat());
      bodies.set(name, [...(bodies.get(name) ?? []), ...events.map(({ body }) => body)]);
    }
  }
  return bodies;
}

function nameOfGiven(target: TestTarget): string | null {
  if ("source" in target) return target.source;
  if ("input" in target) return target.input;
  return "topic" in target ? (target.topic as Topic<unknown>).name : null;
}

async function runTest(program: TestedProgram, block: TestBlock): Promise<readonly TestFailure[]> {
  let steps: readonly TestStep[];
  try {
    steps = stepsOf(block);
  } catch (error) {
    return [{ member: null, place: placeOf(error), message: messageOf(error), differences: [], observed: null }];
  }
  const interval = intervalOf(program, block);
  const clock = manualClock(Math.ceil(START / interval) * interval);
  const troubles = collectTroubles();
  const tested = {
    ...program,
    agents: (program.agents ?? []).map(withSeenGroups),
    streams: (program.streams ?? []).map((stream) => ({ ...stream, volatile: true })),
  };
  const running = await startProgram(tested, {
    clock,
    logs: troubles,
    dataDir: "",
    batches: Number.POSITIVE_INFINITY,
    drainTimeout: Number.POSITIVE_INFINITY,
  });
  const partOf = (target: TestTarget) => findPart(tested, target);
  const atRest = () => settleFully(clock, () => total(running.counters));
  const failures: TestFailure[] = [];
  let given: Extract<TestStep, { kind: "given" }>[] = [];

  /** What was given since the last batch, a batch at a time; everything at once goes to the same batches. */
  const feed = async () => {
    const length = Math.max(0, ...given.map(({ batches }) => batches.length));
    for (let batch = 0; batch < length; batch++) {
      for (const { target, batches } of given) await partOf(target).feed(eventsOf(target, batches[batch] ?? []));
      await atRest();
      await clock.advance(interval);
      await atRest();
    }
    given = [];
  };

  for (const step of steps) {
    if (step.kind === "given") {
      // What is looked up is there before what is given at the same time.
      if ("table" in step.target) await partOf(step.target).feed(eventsOf(step.target, step.batches.flat()));
      else given.push(step);
      continue;
    }
    await feed();
    if (step.kind === "advance") await clock.advance(step.ms);
    else if (step.kind === "failure") {
      const message = troubles.expect(step.owner, step.reason);
      if (message !== null)
        failures.push({ member: step.member, place: null, message, differences: [], observed: null });
    } else {
      const failure = judge(step, partOf);
      if (failure !== null) failures.push(failure);
    }
  }
  await feed();
  // Before it is stopped: what is cut off by that is no trouble of the program.
  const found = [...troubles.found, ...failures];
  running.stop();
  // What waits for room or a back-off sees its time come.
  await Promise.race([running.ended, clock.advance(3_600_000)]);
  return found;
}

/** What a batch of `given` lasts: the shortest interval of the streams that the test names, or else of all. */
function intervalOf({ streams = [] }: Program, block: TestBlock): number {
  const named = streams.filter(({ name }) => block.streams.includes(name));
  const intervals = (named.length > 0 ? named : streams).map(({ every }) => every);
  return intervals.length === 0 ? 1000 : Math.min(...intervals);
}

function eventsOf(target: TestTarget, elements: readonly unknown[]): readonly Event[] {
  return target.events ? (elements as readonly Event[]) : elements.map((body) => event(body));
}

/** The emitter names only parts that are there. */
function findPart({ agents = [], streams = [] }: Program, target: TestTarget): Fed & Watched {
  const owners: readonly (Agent | Stream)[] = [...agents, ...streams];
  const find = (name: string, kind: "sources" | "channels" | "sinks" | "groups" | "inputs" | "outputs"): unknown => {
    const [owner, part = ""] = splitName(name);
    const parts = owners.find((one) => one.name === owner) as Record<string, Record<string, unknown>> | undefined;
    return parts?.[kind]?.[part];
  };
  if ("topic" in target) return target.topic as Fed & Watched;
  if ("table" in target) return target.table as Fed & Watched;
  if ("source" in target) return find(target.source, "sources") as Fed & Watched;
  if ("channel" in target) return find(target.channel, "channels") as Fed & Watched;
  if ("sink" in target) {
    // An agent's sink has no batches, though it could take them.
    const { events } = (find(target.sink, "sinks") ?? find(target.sink, "groups")) as Watched;
    return { events, feed: async () => {} };
  }
  return ("input" in target ? find(target.input, "inputs") : find(target.output, "outputs")) as Fed & Watched;
}

function splitName(name: string): [string, string] {
  const at = name.indexOf(".");
  return [name.slice(0, at), name.slice(at + 1)];
}

/** Lets the program run on until it does nothing more at this time. */
async function settleFully(clock: ManualClock, activity: () => number): Promise<void> {
  for (let before = -1; before !== activity(); ) {
    before = activity();
    await clock.settle();
  }
}

function total(counters: Iterable<[string, ReadonlyMap<string, number>]>): number {
  let sum = 0;
  for (const [, byName] of counters) for (const count of byName.values()) sum += count;
  return sum;
}
