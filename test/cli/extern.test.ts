import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { diskHost } from "../../cli/disk-host.ts";
import { openVerdicts } from "../../cli/extern-reading.ts";
import type { Verdict } from "../../compiler/extern/read-modules.ts";
import { start } from "../support/process.ts";
import { sluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

const program = `
type Reading = { station: string, celsius: int }

extern fn string.toReading(separator: string = " "): Reading! from "./own.ts"
extern operator DStream<Reading>.warmest(n: int): DStream<Reading> from "./own.ts"
extern operator Events<string>.masked(word: string): Events<string> from "./own.ts"
extern source three(first: string, every: duration = 1m): string delivers forgetful from "./own.ts"
const MARK: string = "> "

extern sink shown<T>(mark: string = MARK): T delivers confirmed from "./own.ts"

extern topic memo<T>(key: (T) => string? = body => null): T
  delivers volatile
  from "./memo.ts"

topic readings: string = memo(key: line => line.split(" ").first())

agent collect {
  three(first: "oslo 1").masked("secret") -> memory() -> readings
}

stream report every 100ms {
  let warm = readings.from("earliest").map(line => line.toReading() else drop).warmest(2)

  warm.map(one => \`\${one.station} has \${one.celsius}\`) -> shown()
}

test "the warmest" {
  given readings = [["a 1", "b 3", "none", "c 2"]]
  expect report.warm == [[{ station: "b", celsius: 3 }, { station: "c", celsius: 2 }]]
}
`;

const own = `
import { type Declared, type Event, event, Failure, type Fallible, type Sink, type Source } from "sluice/runtime";
import type { Reading } from "./reading.ts";

export function toReading(line: string, separator: string): Fallible<Reading> {
  const [station = "", celsius] = line.split(separator);
  return celsius === undefined ? new Failure("no temperature") : { station, celsius: Number(celsius) };
}
export async function warmest(readings: readonly Reading[], n: number): Promise<readonly Reading[]> {
  return readings.toSorted((a, b) => b.celsius - a.celsius).slice(0, n);
}
export function masked({ word }: { word: string }) {
  return ({ body, headers }: Event<string>): Event<string> | null =>
    body === "" ? null : event(body.replaceAll(word, "***"), headers);
}
export function three({ first, every }: { first: string; every: number }, declared: Declared): Source<string> {
  return {
    async open() {
      if (every !== 60_000) throw new Error(declared.name);
    },
    run: (output) => output.put([first, "secret 5", "", "rome 9"].map((body) => event(body))),
    async close() {},
  };
}
export function shown<T>({ mark }: { mark: string }): Sink<T> {
  return {
    batchSize: 10,
    async open() {},
    async write(events) {
      for (const { body } of events) console.log(mark + String(body));
    },
    async close() {},
  };
}
`;

const memo = `
import { type Declared, type Event, event, type Topic } from "sluice/runtime";

/** One partition, in memory. */
export function memo<T>({ key }: { key: (body: T) => string | null }, { name }: Declared): Topic<T> {
  const log: Event<T>[] = [];
  const committed = new Map<string, number>();
  return {
    name,
    async open() {},
    async append(events) {
      for (const { body, headers } of events) log.push(event(body, new Map(headers).set("key", key(body) ?? "")));
    },
    reader(group, startAt) {
      let at = committed.get(group) ?? (startAt === "earliest" ? 0 : log.length);
      return {
        async open() {},
        async read(max, signal) {
          while (at === log.length && !signal.aborted) await new Promise((done) => setTimeout(done, 5));
          if (at === log.length) return null;
          const events = log.slice(at, at + max);
          at += events.length;
          return { events, positions: new Map([[0, String(at)]]) };
        },
        async commit(positions) {
          committed.set(group, Number(positions.get(0)));
        },
        async rewind(positions) {
          at = Number(positions?.get(0) ?? committed.get(group) ?? 0);
        },
        async close() {},
      };
    },
    async close() {},
  };
}
`;

const reading = "export interface Reading {\n  station: string;\n  celsius: number;\n}\n";

describe("sluice, with the user's own TypeScript", function () {
  // Programs are compiled anew again and again, and TypeScript takes its time.
  this.timeout(60_000);
  const newFolder = tempFolders();

  function project(): {
    folder: string;
    env: Record<string, string>;
    change(file: string, from: string, to: string): void;
  } {
    const folder = newFolder();
    writeFileSync(join(folder, "main.flow"), program);
    writeFileSync(join(folder, "own.ts"), own);
    writeFileSync(join(folder, "memo.ts"), memo);
    writeFileSync(join(folder, "reading.ts"), reading);
    return {
      folder,
      env: { XDG_CACHE_HOME: join(folder, "cache") },
      change(file, from, to) {
        const path = join(folder, file);
        const text = readFileSync(path, "utf8");
        assert.ok(text.includes(from));
        writeFileSync(path, text.replace(from, to));
      },
    };
  }

  const seen = ["> rome has 9", "> *** has 5", ""].join("\n");

  it("runs it, and a build of it", async () => {
    const { folder, env } = project();
    const ran = await sluice(["run", "main.flow", "--for", "2s"], { cwd: folder, env });
    assert.equal(ran.status, 0, ran.stderr);
    assert.equal(ran.stdout, seen);
    const built = await sluice(["build", "main.flow", "-o", "out"], { cwd: folder, env });
    assert.equal(built.status, 0, built.stderr);
    const args = [join(folder, "out/main.mjs"), "--for", "2s"];
    assert.equal((await start(process.execPath, args, { cwd: newFolder() }).ended).stdout, seen);
  });

  it("tests it", async () => {
    const { folder, env } = project();
    const { status, stdout, stderr } = await sluice(["test", "main.flow"], { cwd: folder, env });
    assert.equal(status, 0, stdout + stderr);
    assert.match(stdout, /^1 passed, 0 failed$/m);
  });

  it("says kindly that the console does not know a topic of one's own", async () => {
    const { folder, env } = project();
    const { status, stderr } = await sluice(["topics", "describe", "main.flow", "readings"], { cwd: folder, env });
    assert.equal(stderr, "sluice: topic readings is not of a kind that the console knows\n");
    assert.equal(status, 1);
  });

  it("refuses what does not fit, in every command", async () => {
    const { folder, env, change } = project();
    change("own.ts", "n: number", "n: string");
    for (const command of [["check"], ["run"], ["test"], ["build", "-o", "out"], ["explain"], ["graph"]]) {
      const { status, stderr } = await sluice([...command, "main.flow"], { cwd: folder, env });
      assert.equal(status, 1, command[0]);
      assert.match(stderr, /^error\[FLOW4013\]: `warmest` of ".\/own.ts" does not accept `n`$/m);
      assert.match(stderr, /--> own\.ts:9:61$/m);
    }
  });

  it("looks again when a file that only gives types has changed", async () => {
    const { folder, env, change } = project();
    for (const command of [["check"], ["run", "--for", "1ms"]]) {
      const { status, stderr } = await sluice([...command, "main.flow"], { cwd: folder, env });
      assert.equal(status, 0, stderr);
    }
    change("reading.ts", "celsius: number", "celsius: string");
    for (const command of ["check", "run"]) {
      const { status, stderr } = await sluice([command, "main.flow"], { cwd: folder, env });
      assert.equal(status, 1, command);
      assert.match(stderr, /own\.ts/);
    }
  });

  it("mends an ending by --fix", async () => {
    const { folder, env, change } = project();
    change("main.flow", '"./own.ts"', '"./own"');
    const { status, stderr } = await sluice(["check", "--fix", "main.flow"], { cwd: folder, env });
    assert.equal(status, 0, stderr);
    assert.equal(readFileSync(join(folder, "main.flow"), "utf8"), program);
  });
});

describe("verdicts on the user's own TypeScript", () => {
  const newFolder = tempFolders();

  it("stand while build, question and texts are the same", () => {
    const folder = newFolder();
    const path = join(folder, "a.ts");
    const absent = join(folder, "b.ts");
    const { read } = diskHost();
    const verdicts = openVerdicts(join(folder, "kept"), "build 1");
    const found: readonly Verdict[] = [{ kind: "fits" }, { kind: "missing", exports: ["a"] }];
    writeFileSync(path, "a");
    assert.equal(verdicts.find("question", read), null);
    verdicts.keep(
      "question",
      found,
      new Map([
        [path, "a"],
        [absent, null],
      ]),
    );
    assert.deepEqual(verdicts.find("question", read), found);
    assert.equal(verdicts.find("another", read), null);
    assert.equal(openVerdicts(join(folder, "kept"), "build 2").find("question", read), null);
    writeFileSync(absent, "");
    assert.equal(verdicts.find("question", read), null);
  });
});
