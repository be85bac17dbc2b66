import assert from "node:assert/strict";
import { renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Declared } from "../../runtime/contract/context.ts";
import { type Schema, t } from "../../runtime/contract/schema.ts";
import type { Table } from "../../runtime/contract/table.ts";
import { csv } from "../../stdlib/table/csv.ts";
import { jsonLines } from "../../stdlib/table/json-lines.ts";
import { eventually } from "../support/eventually.ts";
import { startSluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";
import { testContext } from "../support/test-context.ts";
import { connectTo } from "./support/peer.ts";

interface Row {
  readonly sku: string;
  readonly price: number | null;
}

const ROW: Schema = t.record({ sku: t.string, price: t.nullable(t.float) });
const about = (element: Schema): Declared => ({ name: "rows", place: "a.flow:1:7", element });

describe("tables", () => {
  const tempFolder = tempFolders();
  const key = ({ sku }: Row) => sku;
  const opened: Table<unknown, unknown>[] = [];

  afterEach(async () => {
    for (const table of opened.splice(0)) await table.close();
  });

  async function load(text: string | Buffer, make = csv, options = {}, element = ROW) {
    const path = join(tempFolder(), "rows");
    writeFileSync(path, text);
    const table = make<string, Row>({ path, key, checkInterval: 10, ...options }, about(element));
    const context = testContext();
    await table.open(context);
    opened.push(table);
    return { table, context, path };
  }

  it("csv reads the columns by their names, whatever stands in quotes", async () => {
    const { table } = await load('\ufeffprice,x,sku\r\n1.5,,"a ""b"",\nc"\r\n,9,d\r\n\r\n');
    assert.deepEqual(
      [...table.rows],
      [
        ['a "b",\nc', { sku: 'a "b",\nc', price: 1.5 }],
        ["d", { sku: "d", price: null }],
      ],
    );
  });

  it("csv takes another separator, and a file without rows", async () => {
    assert.deepEqual([...(await load("sku;price\na;1\n", csv, { separator: ";" })).table.rows.keys()], ["a"]);
    assert.equal((await load("sku,price\n")).table.rows.size, 0);
  });

  it("jsonLines reads a value a line", async () => {
    const { table } = await load('{"sku":"a","price":null}\n\n{"sku":"b","price":2}', jsonLines);
    assert.deepEqual(
      [...table.rows.values()],
      [
        { sku: "a", price: null },
        { sku: "b", price: 2 },
      ],
    );
  });

  const refused: readonly (readonly [name: string, text: string | Buffer, reason: RegExp, options?: object])[] = [
    ["no names", "", /:1: there is no line with the names of the columns/],
    ["a column that is missing", "sku,cost\na,1\n", /:1: there is no column `price`; there is sku, cost/],
    ["a wrong number", "sku,price\na,1\nb,x\n", /:3: `price`: expected a number, found "x"/],
    ["too few fields", 'sku,price\n"a\nb",1\nc\n', /:4: there are 1 fields in place of 2/],
    ["an open quote", 'sku,price\na,"1\n', /:2: the quote in column 3 is not closed/],
    ["a key twice", "sku,price\na,1\nb,1\na,2\n", /:4: has the same key as line 2: a/],
    ["bytes that are not valid text", Buffer.from("sku,price\n\xff,1\n", "latin1"), /not valid/],
    ["too much", "sku,price\na,1\n", /more than `maxSize`/, { maxSize: 3 }],
  ];
  for (const [name, text, reason, options] of refused) {
    it(`does not start with ${name}`, async () => {
      await assert.rejects(load(text, csv, options), reason);
    });
  }

  it("does not start without the file, or with rows that no column can hold", async () => {
    const missing = csv<string, Row>({ path: join(tempFolder(), "none.csv"), key }, about(ROW));
    await assert.rejects(missing.open(testContext()), /ENOENT/);
    assert.throws(() => missing.rows, /is read before it is loaded/);
    await assert.rejects(load("a\n1\n", csv, {}, t.string), /are records/);
    const nested = t.record({ sku: t.string, price: t.array(t.int) });
    await assert.rejects(load("sku,price\na,1\n", csv, {}, nested), /the field `price` cannot be read/);
  });

  it("reads no device and no pipe, which may have no end", async () => {
    const table = csv<string, Row>({ path: "/dev/zero", key }, about(ROW));
    await assert.rejects(table.open(testContext()), /\/dev\/zero is not a regular file/);
  });

  it("loads a file again that has changed, and keeps the rows where the new one is wrong", async () => {
    const { table, context, path } = await load("sku,price\na,1\n");
    const before = table.rows;
    writeFileSync(`${path}.new`, "sku,price\nb,1\n");
    renameSync(`${path}.new`, path);
    await eventually("the new rows", () => table.rows.has("b"));
    assert.ok(before.has("a"), "a map does not change under who reads it");
    const now = table.rows;

    writeFileSync(path, "sku,price\nb,many\n");
    const warnings = () => context.logged.filter(({ level }) => level === "warn").map(({ message }) => message);
    await eventually("a warning", () =>
      warnings().some((one) => /:2: `price`: .*; the rows stay as they were/.test(one)),
    );
    rmSync(path);
    await eventually("another", () => warnings().some((one) => one.includes("ENOENT")));
    assert.equal(table.rows, now);

    writeFileSync(path, "sku,price\nc,1\n");
    await eventually("the third rows", () => table.rows.has("c"));
    await eventually("the recovery", () => context.logged.some(({ message }) => message.startsWith("recovered after")));
  });

  it("loads a file again that has its size and time from before", async () => {
    const { table, path } = await load("sku,price\na,1\n");
    utimesSync(path, 1000, 1000);
    const { ino } = statSync(path);
    await sleep(100);
    writeFileSync(path, "sku,price\nb,1\n");
    utimesSync(path, 1000, 1000);
    assert.equal(statSync(path).ino, ino);
    await eventually("the new rows", () => table.rows.has("b"));
  });

  it("are looked up by a running program, on a wire and in a stream, and loaded again", async () => {
    const folder = tempFolder();
    const file = join(folder, "products.csv");
    writeFileSync(file, "sku,name\na,Apple\n");
    writeFileSync(
      join(folder, "shop.flow"),
      `type Product = { sku: string, name: string }
table products: Product = csv("products.csv", key: p => p.sku, checkInterval: 50ms)
topic asked: string = embedded()
agent shop {
  netcat(port: 0).map(e => \`\${e.body} \${products[e.body]?.name else "?"}\`) -> memory() -> asked
}
stream again every 100ms {
  asked.from("earliest").map(line => \`\${line} \${products[line.before(" ") else ""]?.name else "?"}\`) -> print()
}
`,
    );
    const program = startSluice(["run", "shop.flow"], { cwd: folder });
    const [, port] = await program.sees(/port=(\d+)/, "stderr");
    const peer = await connectTo(Number(port));
    peer.send("a\n");
    await program.sees(/a Apple Apple/);
    writeFileSync(join(folder, "new.csv"), "sku,name\na,Pear\n");
    renameSync(join(folder, "new.csv"), file);
    await program.sees(/loaded again/, "stderr");
    peer.send("a\n");
    await program.sees(/a Pear Pear/);
    peer.socket.destroy();
    assert.equal((await program.stop()).status, 0);
  });
});
