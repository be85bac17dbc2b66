import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { eventually } from "../support/eventually.ts";
import { sluice, startSluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

const program = `type Order = { id: int, user: string, n: int }

topic orders: Order = embedded(partitions: 2, undecodable: raw)
topic dead: string = embedded()
topic raw: bytes = embedded()

stream totals every 200ms else -> dead {
  let large = orders.from("earliest").map(o => (o.id, o.user, o.n * o.n))

  large -> files(directory: "out", format: "json", rollInterval: 100ms)
}

stream doomed every 200ms {
  orders.from("earliest").map(o => o.n * o.n) -> discard()
}

stream fine every 200ms {
  orders.from("earliest").map(o => o.id) -> files(directory: "ids", rollInterval: 100ms)
}

agent copy {
  channel mem = memory()

  orders.from("earliest").map(e => e.body.id) -> mem -> files(directory: "copied", rollInterval: 100ms)
}
`;

const USERS = 7;
const GOOD = 1000;
const POISON = 10;

describe("poisonous records in a topic", () => {
  const folder = tempFolders();

  const linesIn = (cwd: string, directory: string): string[] => {
    try {
      return readdirSync(join(cwd, directory))
        .sort((a, b) => a.localeCompare(b, "en", { numeric: true }))
        .flatMap((name) => readFileSync(join(cwd, directory, name), "utf8").split("\n"))
        .filter((line) => line !== "");
    } catch {
      return [];
    }
  };

  it("go to the dead letters, and take nothing with them", async function () {
    this.timeout(300_000);
    const cwd = folder();
    writeFileSync(join(cwd, "a.flow"), program);
    const total = GOOD + POISON;
    const orders = Array.from({ length: total }, (_, id) => {
      const user = `u${id % USERS}`;
      // By turns a number whose square is beyond the exact ones, and what is no number.
      const isPoison = id % 101 === 50;
      const n = !isPoison ? id : id % 2 === 0 ? 1e9 + id : "many";
      return { key: user, text: JSON.stringify({ id, user, n }), user, n, id, isPoison };
    });
    const overflows = orders.filter(({ n }) => Number(n) > 1e9);
    const undecodable = orders.filter(({ n }) => n === "many");
    assert.equal(orders.filter(({ isPoison }) => isPoison).length, POISON);
    assert.equal(overflows.length + undecodable.length, POISON);
    const decoded = total - undecodable.length;
    await sluice(["topics", "create", "orders", "--partitions", "2"], { cwd });
    const input = orders.map(({ key, text }) => `${key}|${text}\n`).join("");
    const produced = await sluice(["produce", "orders", "--key-separator", "|"], { cwd, input });
    assert.equal(produced.status, 0, produced.stderr);

    const running = startSluice(["run", "a.flow"], { cwd });
    await running.sees(/ERROR doomed .*topic=orders partition=\d offset=\d+ .*place=a\.flow:14:\d+/, "stderr");
    await eventually("all in the files", () => linesIn(cwd, "out").length >= GOOD, 60_000);
    await eventually("all ids", () => linesIn(cwd, "ids").length >= decoded, 60_000);
    await eventually("all copies", () => linesIn(cwd, "copied").length >= decoded, 60_000);
    const { status, stderr } = await running.stop();
    assert.equal(status, 1, stderr);

    const written = linesIn(cwd, "out").map((line) => JSON.parse(line) as [number, string, number]);
    assert.equal(written.length, GOOD);
    for (let user = 0; user < USERS; user++) {
      const good = orders.filter((order) => order.user === `u${user}` && !order.isPoison);
      assert.deepEqual(
        written.filter(([, one]) => one === `u${user}`),
        good.map(({ id, user, n }) => [id, user, Number(n) ** 2]),
      );
    }
    const all = orders.flatMap(({ id, n }) => (n === "many" ? [] : [String(id)])).sort();
    assert.deepEqual(linesIn(cwd, "ids").sort(), all);
    assert.deepEqual(linesIn(cwd, "copied").sort(), all);
    const letters = async (topic: string): Promise<Letter[]> => {
      const consume = ["consume", topic, "--from-beginning", "--json", "--max-messages", "99", "--timeout", "500ms"];
      const { stdout } = await sluice(consume, { cwd });
      return stdout
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as Letter);
    };
    const textsOf = (records: readonly { readonly text: string }[]) => records.map(({ text }) => text).sort();
    const dead = await letters("dead");
    assert.deepEqual(dead.map(({ value }) => value).sort(), textsOf(overflows));
    const raw = await letters("raw");
    const bodies = raw.map(({ value }) => Buffer.from(JSON.parse(value) as string, "base64").toString());
    assert.deepEqual(bodies.sort(), textsOf(undecodable));
    for (const { headers } of raw) assert.equal(headers["reason"], 'expected an int, found "many" at .n');
    for (const { value, key, headers } of dead) {
      const { user } = JSON.parse(value) as { user: string };
      assert.equal(key, user);
      assert.match(headers["reason"]!, /exact/);
      assert.match(headers["place"]!, /^a\.flow:8:\d+$/);
      assert.equal(headers["edge"], "totals.orders");
      assert.equal(headers["from.topic"], "orders");
      assert.match(headers["from.partition"]!, /^[01]$/);
      assert.match(headers["from.offset"]!, /^\d+$/);
    }

    const again = await sluice(
      ["run", "a.flow", ...["totals", "fine", "copy"].flatMap((name) => ["--only", name]), "--batches", "3"],
      { cwd },
    );
    assert.equal(again.status, 0, again.stderr);
    assert.equal(linesIn(cwd, "out").length, GOOD);
    assert.equal(linesIn(cwd, "ids").length, decoded);
    assert.equal((await letters("raw")).length, undecodable.length);
  });
});

interface Letter {
  readonly value: string;
  readonly key: string | null;
  readonly headers: Readonly<Record<string, string>>;
}
