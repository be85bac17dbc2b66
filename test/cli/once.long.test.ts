import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { event } from "../../runtime/contract/event.ts";
import { t } from "../../runtime/contract/schema.ts";
import type { Topic } from "../../runtime/contract/topic.ts";
import { systemClock } from "../../runtime/system/clock.ts";
import { embedded } from "../../runtime/topic/embedded.ts";
import { kafka } from "../../stdlib/kafka/kafka.ts";
import { serverSuite } from "../servers/server-suite.ts";
import { eventually } from "../support/eventually.ts";
import { firstSeed, long, sampleSize } from "../support/sample-size.ts";
import { sluice, startSluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";
import { testContext } from "../support/test-context.ts";

/** Of each key so many events come in all: when the window has them, a record says so, once. */
const OF_A_KEY = 60;
const KEYS = "abcde";
const EVENTS = OF_A_KEY * KEYS.length;

/** In ms: a long run gives way to everything else on the machine. */
const PATIENCE = long ? 600_000 : 60_000;

/**
 * What the stream writes does not depend on where batches begin and end: a line for each event with what is kept of its
 * key, joined with what a window has of that event, and a record for each key that is complete. Keys that become complete
 * in one batch come in the order in which that batch has them, so they are sorted.
 */
const program = (topic: string, files: string) => `
topic events: string = ${topic}
topic complete: string = embedded()

stream totals every 100ms guarantees exactlyOnce {
  let keyed = events.from("earliest").map(line => (line.split(" ")[0] else "", line))
  let counted = keyed.mapWithState((key, line, seen: int?) => {
    let now = (seen else 0) + 1
    return (now, (line, now))
  })
  let windows = keyed.map((key, line) => (line, 1)).reduceByKeyAndWindow((a, b) => a + b, window: 30m)
  let joined = counted.join(windows).map((line, both) => line + " " + both[0].toString() + " " + both[1].toString())
  let whole = keyed
    .map((key, line) => (key, 1))
    .reduceByKeyAndWindow((a, b) => a + b, window: 30m)
    .filter((key, n) => n == ${OF_A_KEY})
    .mapWithState((key, n, told: bool?) => (true, (key, told else false)))
    .filter((key, told) => !told)
    .sortBy((key, told) => key)

  joined -> ${files}
  whole.map((key, told) => key) -> complete
}
`;

interface Result {
  readonly joined: readonly string[];
  readonly complete: readonly string[];
}

/** Where lines go, and how they are read there: in the order in which they were written. */
interface Target {
  readonly declared: string;
  lines(): Promise<readonly string[]>;
  /** Files that are not finished. */
  inUse?(): Promise<readonly string[]>;
}

/**
 * Runs the program while events come, and kills it so many times at any moment; the last run has all to its end. Two of three
 * kills come while it writes: it has caught up before, which takes a while where a group waits for a member that was killed.
 */
async function run(
  cwd: string,
  declared: string,
  events: Topic<string>,
  kills: number,
  target = filesIn(cwd),
): Promise<Result> {
  const flow = join(cwd, "once.flow");
  writeFileSync(flow, program(declared, target.declared));
  await events.open(testContext({ clock: systemClock, dataDir: join(cwd, ".sluice") }));
  let next = 0;
  const append = async (to: number) => {
    const some = Array.from(
      { length: to - next },
      (_, index) => `${KEYS[(next + index) % KEYS.length]} ${next + index}`,
    );
    next = to;
    await events.append(some.map((line) => event(line)));
  };
  for (let kill = 0; kill < kills; kill++) {
    const running = startSluice(["run", flow], { cwd });
    await eventually("started", () => running.stderr().includes("started streams=totals"), PATIENCE);
    if (kill % 3 !== 0) await caughtUp(target, next);
    await append(Math.floor(((kill + 1) * EVENTS) / (kills + 1)));
    await sleep(((firstSeed + kill) * 37) % 300);
    await running.stop("SIGKILL");
  }
  await append(EVENTS);
  await events.close();
  const args = ["--until-caught-up", "--drain-timeout", `${PATIENCE}ms`];
  const { status, stderr } = await sluice(["run", flow, ...args], { cwd });
  assert.equal(status, 0, stderr);
  assert.deepEqual((await target.inUse?.()) ?? [], []);
  return { joined: await target.lines(), complete: await completeIn(cwd) };
}

/** Waits until `target` has so many lines; files may get their names while they are listed and read. */
async function caughtUp(target: Target, lines: number): Promise<void> {
  const hasAll = async () => (await target.lines().catch(() => [])).length > lines;
  await eventually("all lines so far", hasAll, PATIENCE);
}

const filesIn = (cwd: string): Target => ({
  declared: 'files("joined", rollInterval: 1s)',
  lines: async () => linesIn(join(cwd, "joined")),
});

/** Once the program has ended no file is in use any more. */
const hdfsOnDiskIn = (cwd: string): Target => ({
  declared: `hdfs("file://${join(cwd, "hd")}", rollInterval: 1s, rollCount: 7, rollSize: 0B)`,
  lines: async () => linesIn(join(cwd, "hd")),
  inUse: async () => namesIn(join(cwd, "hd")).filter((name) => name.endsWith(".tmp")),
});

function linesIn(directory: string): readonly string[] {
  const texts = namesIn(directory).map((name) => readFileSync(join(directory, name), "utf8"));
  return texts.join("").split("\n");
}

/** Files are numbered in the order in which they were begun. */
function namesIn(directory: string): readonly string[] {
  const names = existsSync(directory) ? readdirSync(directory) : [];
  return names.sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
}

async function completeIn(cwd: string): Promise<readonly string[]> {
  const { stdout } = await sluice(
    ["consume", join(cwd, "once.flow"), "complete", "--from-beginning", "--timeout", "2s"],
    { cwd },
  );
  return stdout.split("\n");
}

describe("a stream that writes each batch once, and is killed", function () {
  const folder = tempFolders();
  const kills = sampleSize(2, 300);
  this.timeout(120_000 + kills * 20_000);

  it(`leaves what one leaves that nobody disturbs (${kills} kills)`, async () => {
    const events = () => embedded<string>({}, { name: "events", place: "once.flow:2:7", element: t.string });
    const undisturbed = await run(folder(), "embedded()", events(), 0);
    assert.equal(undisturbed.joined.length, EVENTS + 1);
    assert.deepEqual(undisturbed.complete, [...KEYS, ""]);
    assert.deepEqual(await run(folder(), "embedded()", events(), kills), undisturbed);
  });

  it(`leaves that in the files of hdfs on this machine, too (${kills} kills)`, async () => {
    const events = () => embedded<string>({}, { name: "events", place: "once.flow:2:7", element: t.string });
    const [one, other] = [folder(), folder()];
    const undisturbed = await run(one, "embedded()", events(), 0, hdfsOnDiskIn(one));
    assert.equal(undisturbed.joined.length, EVENTS + 1);
    assert.deepEqual(await run(other, "embedded()", events(), kills, hdfsOnDiskIn(other)), undisturbed);
  });
});

serverSuite("hdfs", "a stream that writes each batch to HDFS once, and is killed", (server) => {
  const folder = tempFolders();
  const kills = sampleSize(2, 60);

  const hdfsAt = (directory: string): Target => ({
    declared: `hdfs(
    "hdfs://127.0.0.1:8020${directory}",
    webhdfsPort: ${new URL(server().webhdfs).port},
    user: "tester",
    rollInterval: 1s,
    rollCount: 7,
    rollSize: 0B,
  )`,
    async lines() {
      const texts = await Promise.all((await names(directory)).map((name) => server().read(`${directory}/${name}`)));
      return texts.join("").split("\n");
    },
    inUse: async () => (await names(directory)).filter((name) => name.endsWith(".tmp")),
  });

  const names = async (directory: string): Promise<readonly string[]> =>
    (await server().list(directory)).map(({ name }) => name).sort();

  it(`leaves what one leaves that nobody disturbs (${kills} kills)`, async function () {
    this.timeout(120_000 + kills * 30_000);
    const results: Result[] = [];
    for (const times of [0, kills]) {
      const events = embedded<string>({}, { name: "events", place: "once.flow:2:7", element: t.string });
      results.push(await run(folder(), "embedded()", events, times, hdfsAt(`/once-${process.pid}-${times}`)));
    }
    assert.equal(results[0]!.joined.length, EVENTS + 1);
    assert.deepEqual(results[1], results[0]);
  });
});

// A killed member is waited for by the next one, for a session: too long for a sample.
if (long) {
  serverSuite("kafka", "a stream that reads Kafka, writes each batch once, and is killed", (server) => {
    const folder = tempFolders();
    const kills = sampleSize(30, 300);

    it(`leaves what one leaves that nobody disturbs (${kills} kills)`, async function () {
      this.timeout(240_000 + kills * 60_000);
      const results: Result[] = [];
      for (const times of [0, kills]) {
        const topic = `once-${process.pid}-${times}`;
        const { brokers } = server();
        const events = kafka<string>({ brokers, topic }, { name: "events", place: "once.flow:2:7", element: t.string });
        const declared = `kafka(brokers: "${brokers}", topic: "${topic}", sessionTimeout: 2s)`;
        results.push(await run(folder(), declared, events, times));
      }
      assert.equal(results[0]!.joined.length, EVENTS + 1);
      assert.ok(results[0]!.complete.length > 1, "nothing has come out complete");
      assert.deepEqual(results[1], results[0]);
    });
  });
}
