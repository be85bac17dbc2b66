import { mkdir, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Flume, prepareFlume } from "../../test/servers/flume/flume.ts";
import { ServerUnavailable } from "../../test/servers/server-unavailable.ts";
import { freePort, startNode, startSluice, stop } from "../child.ts";
import { type Figure, interleaved, median, type Row } from "../figure.ts";
import { flumeConfiguration } from "../flume-configuration.ts";
import { connectWhenReady } from "../line-client.ts";
import { useOf } from "../process-use.ts";
import { bodyOf, postLines, sendAvroCalls, sendManyLines } from "../send-load.ts";

/** Mebibytes of bodies in each run, and how many runs; `SHORT=1` is for a machine that has other work. */
const isShort = process.env["SHORT"] === "1";
const mebibytes = isShort ? 20 : 100;
const rounds = isShort ? 3 : 5;

/** As an operator would run it: both compilers of the JVM, its usual collector, and memory enough. */
const JVM = ["-XX:TieredStopAtLevel=4", "-XX:-UseSerialGC", "-XX:+UseG1GC", "-Xmx1g"];

/** Largest resident memory that is allowed, in bytes. */
const MOST_RESIDENT = 150e6;

const data = resolve("bench/tmp/hops");

/** One way of events through both. */
interface Path {
  readonly what: string;
  /** The agent in `bench/programs/hops.flow`. */
  readonly agent: string;
  /** Options of Flume's parts, without the names of the parts; null where the baseline is another. */
  readonly flume: ((port: number, batch: number) => Parts) | null;
  readonly least: (batch: number) => number;
  /** Resolves with ms once all has arrived where it must. */
  send(port: number, load: Load, who: Who): Promise<number>;
}

type Who = "ours" | "baseline";
type Parts = Readonly<Record<"source" | "channel" | "sink", readonly string[]>>;

interface Load {
  readonly count: number;
  readonly size: number;
  readonly batch: number;
}

const memory = ["type = memory", "capacity = 100000", "transactionCapacity = 1000"];
const nothing = (batch: number) => ["type = null", `batchSize = ${batch}`];
const file = (name: string) => [
  "type = file",
  `checkpointDir = ${data}/${name}/checkpoint`,
  `dataDirs = ${data}/${name}/data`,
  "transactionCapacity = 1000",
];
const avro = (port: number) => ["type = avro", "bind = 127.0.0.1", `port = ${port}`];

const paths: readonly Path[] = [
  {
    what: "netcat -> memory -> null",
    agent: "netcatMemory",
    flume: (port, batch) => ({
      source: [
        "type = netcat",
        "bind = 127.0.0.1",
        `port = ${port}`,
        "max-line-length = 4096",
        "ack-every-event = false",
      ],
      channel: memory,
      sink: nothing(batch),
    }),
    least: () => 5,
    send: (port, { count, size }) => sendManyLines(port, count, size),
  },
  {
    what: "avro -> memory -> null",
    agent: "avroMemory",
    flume: (port, batch) => ({ source: avro(port), channel: memory, sink: nothing(batch) }),
    least: () => 3,
    send: (port, { count, size, batch }) => sendAvroCalls(port, count, size, batch),
  },
  {
    what: "avro -> file -> null, synced",
    agent: "avroFile",
    flume: (port, batch) => ({ source: avro(port), channel: file("flume-avro"), sink: nothing(batch) }),
    least: (batch) => (batch === 1000 ? 8 : 3),
    send: (port, { count, size, batch }) => sendAvroCalls(port, count, size, batch),
  },
  {
    what: "taildir -> file -> files",
    agent: "tailFiles",
    flume: (_, batch) => ({
      source: [
        "type = TAILDIR",
        "filegroups = g",
        `filegroups.g = ${data}/flume-in/.*log`,
        `positionFile = ${data}/flume-positions.json`,
        `batchSize = ${batch}`,
        "backoffSleepIncrement = 10",
        "maxBackoffSleep = 50",
      ],
      channel: file("flume-tail"),
      sink: [
        "type = file_roll",
        `sink.directory = ${data}/flume-out`,
        "sink.rollInterval = 0",
        `sink.batchSize = ${batch}`,
      ],
    }),
    least: () => 3,
    send: (_, load, who) => followFile(load, who === "ours" ? "" : "flume-"),
  },
  {
    what: "http, NDJSON, against a `node:http` server that counts lines",
    agent: "httpMemory",
    flume: null,
    least: () => 0.7,
    send: (port, { count, size, batch }) => postLines(port, count, size, batch),
  },
];

/** Hops between agents, beside a real agent of Flume 1.11 in the same run. */
export const flume: Figure = {
  name: "flume",
  async measure() {
    let agents: Flume;
    try {
      agents = await prepareFlume();
    } catch (error) {
      if (!(error instanceof ServerUnavailable)) throw error;
      console.log(`flume: left out, ${error.message}`);
      return [];
    }
    try {
      return await measureBeside(agents);
    } finally {
      await agents.dispose();
    }
  },
};

async function measureBeside(agents: Flume): Promise<Row[]> {
  const rows: Row[] = [];
  for (const path of paths) {
    for (const size of [500, 2048]) {
      // Lines have no batches of their own.
      const batches = path.agent === "netcatMemory" || path.flume === null ? [1000] : [100, 1000];
      for (const batch of batches) {
        const measured = await compare(agents, path, size, batch);
        for (const { what, ours, baseline } of measured) console.error(`${what}: ${ours}, baseline ${baseline}`);
        rows.push(...measured);
      }
    }
  }
  return rows;
}

async function compare(agents: Flume, path: Path, size: number, batch: number): Promise<Row[]> {
  await rm(data, { recursive: true, force: true });
  for (const folder of ["in", "out", "flume-in", "flume-out"]) await mkdir(join(data, folder), { recursive: true });
  const ports = { ours: await freePort(), baseline: await freePort() };
  const settings = ["port", "batch", "data"].flatMap((name, index) => [
    "--set",
    `${name}=${[ports.ours, batch, data][index]}`,
  ]);
  const ours = startSluice(["run", "bench/programs/hops.flow", "--only", path.agent, "--data-dir", data, ...settings]);
  const baseline = await startBaseline(agents, path, ports.baseline, batch);
  const pids = { ours: ours.pid!, baseline: baseline.pid };
  const used: Record<Who, number[]> = { ours: [], baseline: [] };
  const load = { count: Math.round((mebibytes * 2 ** 20) / size / 4000) * 4000, size, batch };
  const run = async (who: Who): Promise<number> => {
    const before = useOf(pids[who]).cpu;
    const took = await path.send(ports[who], load, who);
    used[who].push(useOf(pids[who]).cpu - before);
    return took;
  };
  try {
    if (path.agent !== "tailFiles") (await connectWhenReady(ports.ours)).destroy();
    // Once unmeasured: both compile their hot loops.
    await run("ours");
    await run("baseline");
    for (const who of ["ours", "baseline"] as const) used[who] = [];
    const took = await interleaved(rounds, { ours: () => run("ours"), baseline: () => run("baseline") });
    const { rss } = useOf(pids.ours);
    const what = `${path.what}; ${size} bytes, batches of ${batch}`;
    const least = path.least(batch);
    const rate = (ms: number) =>
      `${Math.round(load.count / ms)}k events/s, ${Math.round((load.count * size) / 1000 / ms)} MB/s`;
    const cost = (ms: number) => `${((1000 * ms) / load.count).toFixed(2)} µs an event`;
    const cpu = { ours: median(used.ours), baseline: median(used.baseline) };
    const ratio = took.baseline / took.ours;
    const resident = `at most ${Math.round(rss / 1e6)} MB resident`;
    return [
      {
        what,
        reach: `at least ${least}x`,
        ours: rate(took.ours),
        baseline: rate(took.baseline),
        ratio,
        met: ratio >= least,
      },
      {
        what: `${what}: CPU; ${resident}`,
        reach: `below ${MOST_RESIDENT / 1e6} MB`,
        ours: cost(cpu.ours),
        baseline: cost(cpu.baseline),
        ratio: cpu.baseline / cpu.ours,
        met: rss < MOST_RESIDENT,
      },
    ];
  } finally {
    await stop(ours);
    await baseline.stop();
  }
}

async function startBaseline(agents: Flume, { flume, agent }: Path, port: number, batch: number) {
  if (flume === null) {
    const child = startNode(["bench/baselines/http-count.mjs", String(port)]);
    (await connectWhenReady(port)).destroy();
    return { pid: child.pid!, stop: () => stop(child) };
  }
  const configuration = flumeConfiguration(flume(port, batch));
  const started = await agents.start(configuration, agent === "tailFiles" ? [] : [port], JVM);
  return { pid: started.processId, stop: () => started.kill() };
}

let files = 0;

/** Lets a whole file appear where it is followed, and waits until all its bytes are written out. */
async function followFile({ count, size }: Load, prefix: string): Promise<number> {
  const name = `${++files}.log`;
  await writeFile(join(data, name), `${bodyOf(size - 1)}\n`.repeat(count));
  const out = join(data, `${prefix}out`);
  const before = await bytesIn(out);
  const start = performance.now();
  await rename(join(data, name), join(data, `${prefix}in`, name));
  while ((await bytesIn(out)) < before + count * size) await sleep(5);
  return performance.now() - start;
}

async function bytesIn(folder: string): Promise<number> {
  const names = await readdir(folder);
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
