import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

interface Letter {
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** 1,000 good lines of seven tenants and 10 poisonous ones among them: through whole programs of the built command line. */
describe("dead letters", function () {
  this.timeout(120_000);
  const newFolder = tempFolders();
  const isPoison = (n: number) => n % 100 === 50;
  const numbers = [...Array(1010).keys()];

  async function run(folder: string, program: string, ...more: string[]): Promise<string> {
    writeFileSync(join(folder, "shop.flow"), program);
    const { status, stdout, stderr } = await sluice(["run", "shop.flow", ...more], { cwd: folder });
    assert.equal(status, 0, stdout + stderr);
    return stderr;
  }

  /** Records of the embedded topic `dead`, the values decoded. */
  async function letters(folder: string): Promise<Letter[]> {
    const wanted = ["dead", "--from-beginning", "--max-messages", "10", "--timeout", "5s", "--json"];
    const { status, stdout, stderr } = await sluice(["consume", "shop.flow", ...wanted], { cwd: folder });
    assert.equal(status, 0, stderr);
    return stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
  }

  /** Lines of all files below a folder, those of a folder by the names of files, which count up. */
  function linesBelow(folder: string): string[] {
    const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
    const paths = names.map((one) => join(one.parentPath, one.name)).sort();
    return paths.flatMap((path) => readFileSync(path, "utf8").split("\n").slice(0, -1));
  }

  function assertArrived(arrived: readonly string[], good: readonly string[]): void {
    assert.equal(arrived.length, good.length);
    for (let tenant = 0; tenant < 7; tenant++) {
      const own = (line: string) => line.startsWith(`t${tenant} `);
      assert.deepEqual(arrived.filter(own), good.filter(own));
    }
  }

  it("of an agent on its way to HDFS have a bad time stamp, or make a name too long", async () => {
    const folder = newFolder();
    const long = "long".repeat(80);
    const line = (n: number) => {
      if (!isPoison(n)) return `t${n % 7} 17000000${n % 10}0000 ${n}`;
      return n % 200 === 50 ? `t${n % 7} soon ${n}` : `${long}${n} 1700000000000 ${n}`;
    };
    const lines = numbers.map(line);
    writeFileSync(join(folder, "in.txt"), lines.map((one) => `${one}\n`).join(""));
    const log = await run(
      folder,
      `topic dead: string = embedded()

agent shop {
  source  src = lines("in.txt")
  channel mem = memory(capacity: 2000)
  sink    out = hdfs("file://${folder}/out/%{tenant}/%Y", rollCount: 0, rollSize: 0B, retryFor: 1h)

  src.header("tenant", e => e.body.split(" ")[0] else "").header("timestamp", e => e.body.split(" ")[1] else "")
    -> mem
    -> out else -> dead
}
`,
    );
    const good = lines.filter((_, n) => !isPoison(n));
    assertArrived(linesBelow(join(folder, "out")), good);
    const found = await letters(folder);
    assert.deepEqual(
      found.map(({ value }) => value),
      lines.filter((_, n) => isPoison(n)),
    );
    for (const { value, headers } of found) {
      const isLong = value.startsWith("long");
      assert.match(headers["reason"] ?? "", isLong ? /would have \d+ bytes/ : /is "soon", not milliseconds/);
      assert.equal(headers["edge"], "shop.mem -> out");
      assert.equal(headers["place"], "shop.flow:10:8");
      assert.equal(headers["tries"], "1");
      if (!isLong) assert.equal(headers["from.timestamp"], "soon");
    }
    assert.match(log, /shop\.out counted .*deadLetters=10/);
    assert.match(log, /shop\.out refused: the name `long/);
  });

  it("of a stream that writes what a topic has into files leave its range, or make a name too long", async () => {
    const folder = newFolder();
    const isLarge = (n: number) => isPoison(n) && n % 200 === 50;
    const line = (n: number) => {
      if (isLarge(n)) return `t${n % 7} 1000000000000${100 + (n % 900)}`;
      return isPoison(n) ? `${"long".repeat(80)} ${n}` : `t${n % 7} ${n}`;
    };
    const lines = numbers.map(line);
    writeFileSync(join(folder, "in.txt"), lines.map((one) => `${one}\n`).join(""));
    const log = await run(
      folder,
      `type Order = { tenant: string, cents: int }

topic orders: Order = embedded(key: order => order.tenant)
topic dead: string = embedded()

fn read(line: string): Order! {
  let m = try line.capture(/(?<tenant>\\w+) (?<cents>\\d+)/)
  return { tenant: m.tenant, cents: try m.cents.toInt() }
}

agent collect {
  lines("in.txt").map(e => read(e.body) else fail) -> memory(capacity: 2000) -> orders
}

stream kept every 1s else -> dead {
  orders.from(start: "earliest").map(order => { ...order, mills: order.cents * 10 })
    -> hdfs(
      "file://${folder}/out/%{tenant}",
      headers: order => [("tenant", order.tenant)].toMap(),
      rollCount: 0,
      rollSize: 0B,
      format: "json",
    ) else -> dead
}
`,
      "--for",
      "8s",
    );
    const wanted = numbers.filter((n) => !isPoison(n));
    const arrived = linesBelow(join(folder, "out")).map((one) => JSON.parse(one));
    assert.equal(arrived.length, wanted.length);
    for (let tenant = 0; tenant < 7; tenant++) {
      const own = wanted.filter((n) => n % 7 === tenant);
      const expected = own.map((n) => ({ tenant: `t${tenant}`, cents: n, mills: n * 10 }));
      assert.deepEqual(
        arrived.filter((one) => one.tenant === `t${tenant}`),
        expected,
      );
    }
    const found = await letters(folder);
    assert.equal(found.length, 10);
    const cents = (edge: string) =>
      found
        .filter(({ headers }) => headers["edge"] === edge)
        .map(({ value }) => (JSON.parse(value) as { cents: number }).cents)
        .sort((one, other) => one - other);
    assert.deepEqual(
      cents("kept.orders"),
      numbers.filter(isLarge).map((n) => Number(line(n).split(" ")[1])),
    );
    assert.deepEqual(
      cents("kept -> hdfs"),
      numbers.filter((n) => isPoison(n) && !isLarge(n)),
    );
    for (const { headers } of found) {
      const isName = headers["edge"] === "kept -> hdfs";
      assert.match(headers["reason"] ?? "", isName ? /would have \d+ bytes/ : /range|large|exact/);
    }
    assert.match(log, /kept\.hdfs counted .*deadLetters=5/);
  });

  it("of an agent fail at a step behind its channel, or are refused by the sink of its rejects", async () => {
    const folder = newFolder();
    // Every other poison fails at the step; the rest is a reject whose file no name can be made for.
    const fails = (n: number) => isPoison(n) && n % 200 === 50;
    const line = (n: number) => `t${n % 7} ${fails(n) ? "many" : n} ${isPoison(n) && !fails(n) ? "x".repeat(300) : ""}`;
    const lines = numbers.map(line);
    writeFileSync(join(folder, "in.txt"), lines.map((one) => `${one}\n`).join(""));
    const log = await run(
      folder,
      `topic dead: string = embedded()

fn last(line: string): string = line.split(" ").last() else ""

fn short(line: string): string! = last(line) == "" ? line : failure("it has a tail")

agent shop {
  source  src  = lines("in.txt")
  channel mem  = memory(capacity: 2000)
  sink    out  = hdfs("file://${folder}/out", rollCount: 0, rollSize: 0B)
  sink    tail = hdfs("file://${folder}/tails/%{tail}")

  src.header("tail", e => last(e.body)) -> mem
  mem
    .filter(e => ((e.body.split(" ")[1] else "").toInt() else fail) >= 0)
    .map(e => short(e.body) else -> tail)
    -> out else -> dead
}
`,
    );
    assertArrived(
      linesBelow(join(folder, "out")),
      lines.filter((_, n) => !isPoison(n)),
    );
    const found = await letters(folder);
    assert.deepEqual(found.map(({ value }) => value).sort(), lines.filter((_, n) => isPoison(n)).sort());
    for (const { value, headers } of found) {
      const isStep = value.includes("many");
      assert.equal(headers["edge"], isStep ? "shop.mem -> out" : "shop.mem -> tail");
      assert.match(headers["reason"] ?? "", isStep ? /"many" is not a whole number/ : /would have \d+ bytes/);
      assert.match(headers["place"] ?? "", isStep ? /^shop\.flow:15:\d+$/ : /^shop\.flow:\d+:\d+$/);
    }
    assert.match(log, /shop\.out failed: "many" is not a whole number .*body="t\d many " .*to=dead/);
  });

  it("of a user's own sink are found by halves where it does not say which they are", async () => {
    const folder = newFolder();
    const lines = numbers.map((n) => `t${n % 7} ${isPoison(n) ? "poison" : "good"} ${n}`);
    writeFileSync(join(folder, "in.txt"), lines.map((one) => `${one}\n`).join(""));
    writeFileSync(
      join(folder, "table.ts"),
      `import { appendFileSync } from "node:fs";
import { RejectedEventError, type Sink } from "sluice/runtime";
export function table({ path }: { readonly path: string }): Sink<string> {
  return {
    batchSize: 100,
    async open() {},
    async write(events) {
      if (events.some(({ body }) => body.includes("poison"))) throw new RejectedEventError("violates a constraint");
      appendFileSync(path, events.map(({ body }) => body + "\\n").join(""));
    },
    async close() {},
  };
}
`,
    );
    await run(
      folder,
      `topic dead: string = embedded()

extern sink table(positional path: string): string
  delivers confirmed
  from "./table.ts"

agent shop {
  lines("in.txt") -> memory(capacity: 2000) -> table("out.txt", retries: 0) else -> dead
}
`,
    );
    const arrived = readFileSync(join(folder, "out.txt"), "utf8").trim().split("\n");
    assert.deepEqual(
      arrived,
      lines.filter((_, n) => !isPoison(n)),
    );
    const found = await letters(folder);
    assert.deepEqual(
      found.map(({ value }) => value),
      lines.filter((_, n) => isPoison(n)),
    );
    assert.ok(found.every(({ headers }) => headers["reason"] === "violates a constraint"));
  });
});
