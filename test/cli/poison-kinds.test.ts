import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { serverSuite } from "../servers/server-suite.ts";
import { sluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

interface Order {
  readonly id: number;
  readonly tenant: string;
  readonly cents: number;
  /** Milliseconds since 1970. */
  readonly at: string;
  readonly note: string;
}

interface Letter {
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
}

const TENANTS = 7;
const HOUR = 3_600_000;
const BEFORE = "1700000000000";

/**
 * 1,000 good orders and 10 poisonous ones of six kinds, through whole programs of the built command line, a real broker
 * and a real cluster. Where a target cannot refuse a kind, what comes nearest to it there stands in its place.
 */
serverSuite("kafka", "1,000 good records and 10 of six poisons", (kafka) => {
  serverSuite("hdfs", "on every way", (hdfs) => {
    const newFolder = tempFolders();
    const good = (id: number): Order => ({ id, tenant: `t${id % TENANTS}`, cents: id, at: BEFORE, note: "" });
    const numbers = [...Array(1010).keys()];
    const poisonsAt = numbers.filter((id) => id % 101 === 50);
    const goodOrders = numbers.filter((id) => !poisonsAt.includes(id)).map(good);

    /** A line for each number; of the poisons each kind in turn, and what its letter's reason says. */
    function linesOf(kinds: readonly (readonly [make: (order: Order) => object | string, reason: RegExp])[]) {
      const reasons = new Map<string, RegExp>();
      const lines = numbers.map((id) => {
        const at = poisonsAt.indexOf(id);
        if (at === -1) return JSON.stringify(good(id));
        const [make, reason] = kinds[at % kinds.length]!;
        const made = make(good(id));
        const line = typeof made === "string" ? made : JSON.stringify(made);
        reasons.set(line, reason);
        return line;
      });
      assert.equal(reasons.size, 10);
      return { lines, reasons };
    }

    const undecodable = ({ id }: Order) => `{"id":${id},"tenant":"many`;
    const overflow = (order: Order) => ({ ...order, cents: 2 ** 53 - 1 - order.id });

    async function run(folder: string, program: string, ...more: string[]): Promise<string> {
      writeFileSync(join(folder, "shop.flow"), program);
      const { status, stderr } = await sluice(["run", "shop.flow", ...more], { cwd: folder });
      assert.equal(status, 0, stderr);
      return stderr;
    }

    async function create(name: string, ...settings: string[]): Promise<void> {
      const configs = settings.flatMap((setting) => ["--config", setting]);
      const arguments_ = ["--create", "--topic", name, "--partitions", "3", ...configs];
      const { status, stderr } = await kafka().tool("kafka-topics", arguments_);
      assert.equal(status, 0, stderr);
    }

    /** All records of a topic of the broker, which has `count` of them and no more. */
    async function recordsOf(folder: string, name: string, count: number): Promise<Letter[]> {
      const { stdout: ends } = await kafka().tool("kafka-get-offsets", ["--topic", name]);
      const written = [...ends.matchAll(/:(\d+)$/gm)].reduce((sum, [, end]) => sum + Number(end), 0);
      assert.equal(written, count, `${name}: ${ends}`);
      const wanted = ["--brokers", kafka().brokers, "--from-beginning", "--max-messages", String(count)];
      const arguments_ = ["consume", name, ...wanted, "--timeout", "60s", "--json"];
      const { status, stdout, stderr } = await sluice(arguments_, { cwd: folder });
      assert.equal(status, 0, stderr);
      const records = stdout.trim().split("\n");
      return records.map((line) => JSON.parse(line) as Letter);
    }

    function assertArrived(arrived: readonly Order[]): void {
      assert.equal(arrived.length, goodOrders.length);
      for (let n = 0; n < TENANTS; n++) {
        const own = ({ tenant }: Order) => tenant === `t${n}`;
        const wanted = goodOrders.filter(own).map((order) => ({ ...order, cents: order.cents * 10 }));
        assert.deepEqual(arrived.filter(own), wanted);
      }
    }

    /** `lineOf` gives the line that a letter was. */
    function assertDead(
      letters: readonly Letter[],
      reasons: ReadonlyMap<string, RegExp>,
      lineOf: (letter: Letter) => string = ({ value }) => value,
    ): void {
      assert.deepEqual(letters.map(lineOf).sort(), [...reasons.keys()].sort());
      for (const letter of letters) {
        assert.match(letter.headers["reason"] ?? "", reasons.get(lineOf(letter))!);
        assert.match(letter.headers["place"] ?? "", /^shop\.flow:\d+:\d+$/);
      }
    }

    it("from an agent to Kafka", async function () {
      this.timeout(180_000);
      const folder = newFolder();
      const name = `kinds-orders-${process.pid}`;
      const dead = `kinds-dead-${process.pid}`;
      const limits = ["max.message.bytes=2000", `message.timestamp.after.max.ms=${HOUR}`, "cleanup.policy=compact"];
      await create(name, ...limits);
      const { lines, reasons } = linesOf([
        [(order) => ({ ...order, note: "x".repeat(3000) }), /larger than the max message size/],
        [undecodable, /JSON/],
        [overflow, /exact/],
        // A broker refuses a header where it is a time: of tomorrow, here.
        [(order) => ({ ...order, at: String(Date.now() + 24 * HOUR) }), /timestamp/],
        // A compacted topic takes no record without a key.
        [(order) => ({ ...order, tenant: "" }), /key|record/i],
        // Nothing of a record is a name but its key.
        [(order) => ({ ...order, tenant: `${"long".repeat(750)}${order.id}` }), /larger than the max message size/],
      ]);
      writeFileSync(join(folder, "in.jsonl"), lines.map((line) => `${line}\n`).join(""));
      const log = await run(
        folder,
        `type Order = { id: int, tenant: string, cents: int, at: string, note: string }

const cluster = { brokers: "${kafka().brokers}" }

topic orders: Order = kafka(...cluster, topic: "${name}", key: order => order.tenant == "" ? null : order.tenant)
topic dead: string = kafka(...cluster, topic: "${dead}")

agent shop {
  source  src = lines("in.jsonl")
  channel mem = file(minimumRequiredSpace: 0B)

  src.map(e => parseJson<Order>(e.body) else -> dead).header("timestamp", e => e.body.at) -> mem
  mem.map(e => { ...e.body, cents: e.body.cents * 10 }) -> orders else -> dead
}
`,
      );
      const arrived = (await recordsOf(folder, name, 1000)).map(({ value }) => JSON.parse(value) as Order);
      assertArrived(arrived);
      const letters = await recordsOf(folder, dead, 10);
      assertDead(letters, reasons, ({ value }) => asRead(value));
      assert.match(log, /shop\.orders counted .*written=1000/);
    });

    it("from an agent to HDFS", async function () {
      this.timeout(180_000);
      const folder = newFolder();
      const dead = `kinds-dead-hdfs-${process.pid}`;
      const target = `/user/kinds-${process.pid}`;
      const { lines, reasons } = linesOf([
        // A file takes lines of any length: the program's own limit.
        [(order) => ({ ...order, note: "x".repeat(5000) }), /too large/],
        [undecodable, /JSON/],
        [overflow, /exact/],
        [(order) => ({ ...order, at: "soon" }), /is "soon", not milliseconds/],
        // Refused by the name node, which takes no more than 1,000 directories one in another.
        [(order) => ({ ...order, tenant: `${"d/".repeat(1100)}${order.id}` }), /Pathname too long/],
        [(order) => ({ ...order, tenant: `${"long".repeat(80)}${order.id}` }), /would have \d+ bytes/],
      ]);
      writeFileSync(join(folder, "in.jsonl"), lines.map((line) => `${line}\n`).join(""));
      const log = await run(
        folder,
        `type Order = { id: int, tenant: string, cents: int, at: string, note: string }

topic dead: string = kafka(brokers: "${kafka().brokers}", topic: "${dead}")

fn read(line: string): Order! =
  line.length > 4000 ? failure("too large") : parseJson<Order>(line)

agent shop {
  source  src = lines("in.jsonl")
  channel mem = file(minimumRequiredSpace: 0B)
  sink    out = hdfs(
    "webhdfs://${hdfs().webhdfs.replace("http://", "")}${target}/%{tenant}/%Y",
    rollCount: 0,
    rollSize: 0B,
    format: "json",
    batchSize: 500,
  )

  src.map(e => read(e.body) else -> dead).header("timestamp", e => e.body.at).header("tenant", e => e.body.tenant) -> mem
  mem.map(e => { ...e.body, cents: e.body.cents * 10 }) -> out else -> dead
}
`,
      );
      const arrived: Order[] = [];
      for (let n = 0; n < TENANTS; n++) {
        const below = `${target}/t${n}/2023`;
        const names = (await hdfs().list(below)).map((one) => one.name).sort();
        for (const name of names) arrived.push(...ordersIn(String(await hdfs().read(`${below}/${name}`))));
      }
      assertArrived(arrived);
      assertDead(await recordsOf(folder, dead, 10), reasons, ({ value }) => asRead(value));
      assert.match(log, /shop\.out counted .*written=1000/);
    });

    it("from a topic through a stream to files", async function () {
      this.timeout(180_000);
      const folder = newFolder();
      const suffix = `files-${process.pid}`;
      const names = { orders: `kinds-orders-${suffix}`, dead: `kinds-dead-${suffix}`, raw: `kinds-raw-${suffix}` };
      await create(names.orders);
      mkdirSync(join(folder, "out"));
      writeFileSync(join(folder, "out", "file"), "");
      const { lines, reasons } = linesOf([
        [(order) => ({ ...order, note: "x".repeat(3000) }), /too large/],
        [undecodable, /JSON/],
        [overflow, /exact/],
        [(order) => ({ ...order, at: "soon" }), /is "soon", not milliseconds/],
        // Refused by the file system.
        [(order) => ({ ...order, tenant: "file" }), /not a directory/],
        [(order) => ({ ...order, tenant: `${"long".repeat(80)}${order.id}` }), /would have \d+ bytes/],
      ]);
      const keyed = lines.map((line) => `${/"tenant":"(t\d)"/.exec(line)?.[1] ?? "none"}|${line}\n`).join("");
      const produce = ["produce", names.orders, "--brokers", kafka().brokers, "--key-separator", "|"];
      const produced = await sluice(produce, { cwd: folder, input: keyed });
      assert.equal(produced.status, 0, produced.stderr);
      const log = await run(
        folder,
        `type Order = { id: int, tenant: string, cents: int, at: string, note: string }

const cluster = { brokers: "${kafka().brokers}" }

topic orders: Order = kafka(...cluster, topic: "${names.orders}", undecodable: raw)
topic dead: string = kafka(...cluster, topic: "${names.dead}")
topic raw: bytes = kafka(...cluster, topic: "${names.raw}")

fn checked(order: Order): Order! = order.note.length > 2000 ? failure("too large") : order

stream shop every 500ms else -> dead {
  let checks = orders.from("earliest").map(order => checked(order) else fail)
  let raised = checks.map(order => { ...order, cents: order.cents * 10 })

  raised -> hdfs(
    "file://${folder}/out/%{tenant}/%Y",
    headers: order => [("tenant", order.tenant), ("timestamp", order.at)].toMap(),
    rollCount: 0,
    rollSize: 0B,
    format: "json",
  ) else -> dead
}
`,
        "--until-caught-up",
      );
      const arrived: Order[] = [];
      for (let n = 0; n < TENANTS; n++) {
        const below = join(folder, "out", `t${n}`, "2023");
        for (const name of readdirSync(below).sort())
          arrived.push(...ordersIn(readFileSync(join(below, name), "utf8")));
      }
      assertArrived(arrived);
      const isRaw = (line: string) => line.endsWith("many");
      const raw = await recordsOf(folder, names.raw, [...reasons.keys()].filter(isRaw).length);
      const letters = await recordsOf(folder, names.dead, 10 - raw.length);
      assertDead([...letters, ...raw], reasons, ({ value }) => (isRaw(value) ? value : asRead(value)));
      assert.match(log, /shop\.hdfs counted .*written=1000/);
    });

    /** A letter's order as its line had it: what failed behind the step that changes it has been changed. */
    function asRead(value: string): string {
      if (!value.endsWith("}")) return value;
      const order = JSON.parse(value) as Order;
      const { id, cents } = order;
      return JSON.stringify(cents === id * 10 && id > 0 ? { ...order, cents: id } : order);
    }

    function ordersIn(text: string): Order[] {
      return text
        .split("\n")
        .slice(0, -1)
        .map((line) => JSON.parse(line) as Order);
    }
  });
});
