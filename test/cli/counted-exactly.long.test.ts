/**
 * What a program says that it has counted is what was sent: random programs with filters, rejects, retries and sinks that
 * fail and refuse, against a model of them and against what their sinks really got. `SEED=1000 CASES=500` tries others.
 */
import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { firstSeed, sampleSize } from "../support/sample-size.ts";
import { sluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

/** Notes what it was given and how often it failed; it is away at first, and refuses numbers that can be divided. */
const sink = `import { appendFileSync } from "node:fs";
import { RejectedEventError, type Sink } from "sluice/runtime";

export function noting({ path, away, refuses, tells }: { readonly path: string; readonly away: number; readonly refuses: number; readonly tells: boolean }): Sink<string> {
  let left = away;
  return {
    batchSize: 7,
    async open() {},
    async write(events) {
      if (left > 0) {
        left -= 1;
        appendFileSync(path + ".failed", "x");
        throw new Error("away");
      }
      const refused = [...events.keys()].filter((index) => refuses > 0 && Number(events[index]!.body) % refuses === 0);
      if (refused.length > 0) throw new RejectedEventError("refused", tells ? refused : null);
      appendFileSync(path, events.map(({ body }) => body + "\\n").join(""));
    },
    async close() {},
  };
}
`;

/** A step of a wire: its text, and what it makes of a line. */
interface Step {
  readonly name: "filter" | "map";
  readonly text: string;
  /** The line that comes out; null where none does. */
  readonly pass: (line: string) => {
    readonly line: string | null;
    readonly fate: "out" | "gone" | "dropped" | "rejected";
  };
}

/** A wire from a channel, or from the source of a stream, to a sink. */
interface Wire {
  readonly from: string;
  readonly steps: readonly Step[];
  readonly to: string;
  readonly away: number;
  /** 0 where it refuses nothing. */
  readonly refuses: number;
  readonly retries: number;
  readonly way: "dead" | "drop" | null;
}

interface Random {
  below(limit: number): number;
  one<T>(of: readonly T[]): T;
}

/** Numbers that follow from a seed (a linear congruence is random enough to choose by). */
function randomOf(seed: number): Random {
  let state = (seed * 2_654_435_761) >>> 0;
  const below = (limit: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  // The first ones of neighbouring seeds are near each other.
  for (let skipped = 0; skipped < 20; skipped++) below(2);
  return { below, one: (of) => of[below(of.length)]! };
}

const isNumber = (line: string) => /^-?\d+$/.test(line);

function stepOf(random: Random, body: string, rejects: string): Step {
  const isFilter = random.below(2) === 0;
  const divisor = 2 + random.below(6);
  const way = random.one(["drop", `-> ${rejects}`]);
  const fate = way === "drop" ? "dropped" : "rejected";
  const number = `(${body}.toInt() else ${way})`;
  const param = body.split(".")[0]!;
  if (isFilter) {
    const pass = (line: string) =>
      !isNumber(line)
        ? ({ line: null, fate } as const)
        : Number(line) % divisor === 0
          ? ({ line: null, fate: "gone" } as const)
          : ({ line, fate: "out" } as const);
    return { name: "filter", text: `.filter(${param} => ${number} mod ${divisor} != 0)`, pass };
  }
  const pass = (line: string) =>
    isNumber(line) ? ({ line: String(Number(line) * divisor), fate: "out" } as const) : ({ line: null, fate } as const);
  return { name: "map", text: `.map(${param} => (${number} * ${divisor}).toString())`, pass };
}

function wireOf(random: Random, from: string, to: string, body: string, rejects: string): Wire {
  const steps = Array.from({ length: random.below(4) }, () => stepOf(random, body, rejects));
  const refuses = random.one([0, 2, 3, 5]);
  const way = refuses > 0 || random.below(2) === 0 ? random.one(["dead", "dead", "drop"] as const) : null;
  return { from, to, steps, refuses, way, away: random.below(2), retries: random.below(2) };
}

/** Counters by component, as the model has them. */
type Counts = Map<string, Record<string, number>>;

function add(counts: Counts, component: string, counter: string, by: number): void {
  const own = counts.get(component) ?? {};
  own[counter] = (own[counter] ?? 0) + by;
  counts.set(component, own);
}

/** The lines that come out of the steps; counts at each, by the ids that the plan gives them. */
function passed(
  lines: readonly string[],
  steps: readonly Step[],
  at: string,
  counts: Counts,
  rejects: string[],
): string[] {
  const seen = new Map<string, number>();
  let rest = [...lines];
  for (const { name, pass } of steps) {
    const number = (seen.get(name) ?? 0) + 1;
    seen.set(name, number);
    const id = `${at}.${name}${number === 1 ? "" : number}`;
    const results = rest.map((line) => ({ from: line, ...pass(line) }));
    const count = (fate: string) => results.filter((one) => one.fate === fate).length;
    add(counts, id, "in", rest.length);
    add(counts, id, "out", count("out"));
    add(counts, id, "dropped", count("dropped"));
    add(counts, id, "rejected", count("rejected"));
    rejects.push(...results.filter(({ fate }) => fate === "rejected").map(({ from }) => from));
    rest = results.flatMap(({ line }) => line ?? []);
  }
  return rest;
}

describe("random programs", function () {
  this.timeout(1_200_000);
  const folder = tempFolders();

  /** Runs a program; gives its counters by component, and what a sink of that name has got. */
  async function run(flow: string, lines: readonly string[]) {
    const cwd = folder();
    writeFileSync(join(cwd, "noting.ts"), sink);
    writeFileSync(join(cwd, "in.txt"), lines.map((line) => `${line}\n`).join(""));
    writeFileSync(join(cwd, "a.flow"), flow);
    const { status, stderr } = await sluice(["run", "a.flow", "--tap", "--log", "json"], { cwd });
    assert.equal(status, 0, `${flow}\n${stderr}`);
    const entries = stderr
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    const counted = new Map<string, Readonly<Record<string, number>>>(
      entries.filter(({ message }) => message === "counted").map((entry) => [entry.component, entry]),
    );
    const textOf = (name: string) => (existsSync(join(cwd, name)) ? readFileSync(join(cwd, name), "utf8") : "");
    return {
      counted,
      got: (name: string) => textOf(name).split("\n").slice(0, -1),
      failures: (name: string) => textOf(`${name}.failed`).length,
    };
  }

  const sinkText = ({ to, away, refuses, retries }: Wire, tells: boolean) =>
    `noting(path: "${to}", away: ${away}, refuses: ${refuses}, tells: ${tells}${refuses > 0 ? `, retries: ${retries}` : ""})`;
  const quiet = (name: string) => `noting(path: "${name}", away: 0, refuses: 0, tells: true)`;
  const head =
    'extern sink noting(path: string, away: int, refuses: int, tells: bool): string delivers confirmed batches 7 from "./noting.ts"\n\n';

  /** What the sinks behind wires have got and counted, with what reached each of them. */
  function checkSinks(
    owner: string,
    wires: readonly { readonly wire: Wire; readonly arriving: readonly string[] }[],
    { counted, got, failures }: Awaited<ReturnType<typeof run>>,
  ): void {
    const dead: string[] = [];
    for (const { wire, arriving } of wires) {
      const isRefused = (line: string) => wire.refuses > 0 && Number(line) % wire.refuses === 0;
      const refused = arriving.filter(isRefused);
      const own = counted.get(`${owner}.${wire.to}`) ?? {};
      const taken = arriving.filter((line) => !isRefused(line));
      assert.deepEqual(got(wire.to).sort(), taken.sort(), `what ${wire.to} got`);
      assert.equal(own["written"] ?? 0, taken.length, `written of ${wire.to}`);
      assert.equal(own["deadLetters"] ?? 0, wire.way === "dead" ? refused.length : 0, `deadLetters of ${wire.to}`);
      assert.equal(own["dropped"] ?? 0, wire.way === "drop" ? refused.length : 0, `dropped of ${wire.to}`);
      assert.equal(own["retried"] ?? 0, refused.length * wire.retries, `retried of ${wire.to}`);
      if (refused.length === 0 || wire.retries === 0)
        assert.equal(own["failed"] ?? 0, failures(wire.to), `failed of ${wire.to}`);
      if (wire.way === "dead") dead.push(...refused);
    }
    assert.deepEqual(got("dead").sort(), dead.sort(), "what dead got");
    assert.equal(counted.get(`${owner}.dead`)?.["written"] ?? 0, dead.length, "written of dead");
  }

  function checkCounts(counts: Counts, { counted }: Awaited<ReturnType<typeof run>>): void {
    for (const [component, own] of counts) {
      for (const [counter, value] of Object.entries(own)) {
        assert.equal(counted.get(component)?.[counter] ?? 0, value, `${counter} of ${component}`);
      }
    }
  }

  async function tryAgent(random: Random, lines: readonly string[]): Promise<void> {
    const channels = random.one([["c1"], ["c1", "c2"]]);
    const steps = Array.from({ length: random.below(3) }, () => stepOf(random, "e.body", "bad"));
    const wires = channels.map((channel, index) => wireOf(random, channel, `out${index + 1}`, "e.body", "bad"));
    const tells = random.below(2) === 0;
    const usesBad = [...steps, ...wires.flatMap((wire) => wire.steps)].some(({ text }) => text.includes("-> bad"));
    const usesDead = wires.some(({ way }) => way === "dead");
    const flow = `${head}agent a {
  source src = lines("in.txt")
${channels.map((name) => `  channel ${name} = ${random.one(["memory(capacity: 500)", "file()"])}\n`).join("")}${wires.map((wire) => `  sink ${wire.to} = ${sinkText(wire, tells)}\n`).join("")}${usesBad ? `  sink bad = ${quiet("bad")}\n` : ""}${usesDead ? `  sink dead = ${quiet("dead")}\n` : ""}
  src${steps.map(({ text }) => text).join("")} -> ${channels.length === 1 ? "c1" : "[c1, c2]"}
${wires.map(({ from, steps, to, way }) => `  ${from}${steps.map(({ text }) => text).join("")} -> ${to}${way === null ? "" : way === "dead" ? " else -> dead" : " else drop"}\n`).join("")}}
`;
    const ran = await run(flow, lines);
    try {
      const counts: Counts = new Map();
      const rejects: string[] = [];
      add(counts, "a.src", "accepted", lines.length);
      const entering = passed(lines, steps, "a.src", counts, rejects);
      const arriving = wires.map((wire) => ({
        wire,
        arriving: passed(entering, wire.steps, `a.${wire.from}`, counts, rejects),
      }));
      for (const channel of channels) {
        add(counts, `a.${channel}`, "in", entering.length);
        add(counts, `a.${channel}`, "out", entering.length);
      }
      checkCounts(counts, ran);
      checkSinks("a", arriving, ran);
      assert.deepEqual(ran.got("bad").sort(), rejects.sort(), "what bad got");
      assert.equal(ran.counted.get("a.bad")?.["written"] ?? 0, rejects.length, "written of bad");
    } catch (error) {
      throw new Error(`${(error as Error).message}\n${flow}\n${JSON.stringify([...ran.counted], null, 1)}`, {
        cause: error,
      });
    }
  }

  async function tryStream(random: Random, lines: readonly string[]): Promise<void> {
    const wire = wireOf(random, "src", "noting", "line", "bad");
    const tells = random.below(2) === 0;
    const usesBad = wire.steps.some(({ text }) => text.includes("-> bad"));
    const flow = `${head}topic bad: string = embedded()
topic dead: string = embedded()

stream s every 100ms {
  let src = lines("in.txt")
  src${wire.steps.map(({ text }) => text).join("")} -> ${sinkText({ ...wire, to: "noting" }, tells)}${wire.way === null ? "" : wire.way === "dead" ? " else -> dead" : " else drop"}
}
`;
    const ran = await run(flow, lines);
    try {
      const counts: Counts = new Map();
      const rejects: string[] = [];
      add(counts, "s.src", "accepted", lines.length);
      const arriving = passed(lines, wire.steps, "s", counts, rejects);
      checkCounts(new Map([...counts].filter(([id]) => id === "s.src")), ran);
      const refused = arriving.filter((line) => wire.refuses > 0 && Number(line) % wire.refuses === 0).length;
      const own = ran.counted.get("s.noting") ?? {};
      assert.equal(own["written"] ?? 0, arriving.length - refused, "written");
      assert.equal(own["deadLetters"] ?? 0, wire.way === "dead" ? refused : 0, "deadLetters");
      assert.equal(own["dropped"] ?? 0, wire.way === "drop" ? refused : 0, "dropped");
      assert.equal(own["retried"] ?? 0, refused * wire.retries, "retried");
      assert.equal(ran.got("noting").length, arriving.length - refused, "what the sink got");
      assert.equal(ran.counted.get("s.dead")?.["written"] ?? 0, wire.way === "dead" ? refused : 0, "written of dead");
      if (usesBad) assert.equal(ran.counted.get("s.bad")?.["written"] ?? 0, rejects.length, "written of bad");
      const sums = (counter: string) =>
        [...ran.counted].reduce(
          (sum, [id, one]) => sum + (/^s\..*\.(?:filter|map)\d*$/.test(id) ? (one[counter] ?? 0) : 0),
          0,
        );
      const wanted = (counter: string) =>
        [...counts].reduce((sum, [id, one]) => sum + (id === "s.src" ? 0 : (one[counter] ?? 0)), 0);
      for (const counter of ["in", "out", "dropped", "rejected"]) assert.equal(sums(counter), wanted(counter), counter);
    } catch (error) {
      throw new Error(`${(error as Error).message}\n${flow}\n${JSON.stringify([...ran.counted], null, 1)}`, {
        cause: error,
      });
    }
  }

  it("count what was sent, to the event", async () => {
    const seeds = Array.from({ length: sampleSize(3, 50) }, (_, index) => firstSeed + index);
    const one = async (seed: number): Promise<void> => {
      const random = randomOf(seed);
      const lines = Array.from({ length: 20 + random.below(300) }, () =>
        random.one([String(1 + random.below(1000)), String(random.below(9)), "x"]),
      );
      try {
        await (seed % 3 === 0 ? tryStream : tryAgent)(random, lines);
      } catch (error) {
        throw new Error(`seed ${seed}: ${(error as Error).message}`, { cause: error });
      }
    };
    // A few side by side: what fails is tried again after a second.
    for (let at = 0; at < seeds.length; at += 3) await Promise.all(seeds.slice(at, at + 3).map(one));
  });
});
