import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { event } from "../../runtime/contract/event.ts";
import { type Schema, t } from "../../runtime/contract/schema.ts";
import type { PrintOptions } from "../../stdlib/print/print.options.ts";
import { print } from "../../stdlib/print/print.ts";
import { start } from "../support/process.ts";
import { testContext } from "../support/test-context.ts";
import { declared } from "./support/one-agent.ts";

const pair = t.tuple(t.string, t.int);
const rule = "-------------------------------------------";

const SCALA: PrintOptions = { layout: "scala" };

describe("print", () => {
  async function batch(
    elements: readonly unknown[],
    element: Schema,
    options: PrintOptions = SCALA,
    time = 1388534400000,
  ) {
    let text = "";
    const sink = print<unknown>(options, declared("out", element), async (more) => {
      text += more;
    });
    await sink.writeBatch?.(elements, time);
    return text;
  }

  const line = async (value: unknown, element: Schema, options: PrintOptions = SCALA) =>
    (await batch([value], element, options)).split("\n")[3];

  it("can lay a batch out as print of Spark in Scala does", async () => {
    assert.equal(
      await batch(
        [
          ["hello", 1],
          ["world", 2],
        ],
        pair,
      ),
      `${rule}\nTime: 1388534400000 ms\n${rule}\n(hello,1)\n(world,2)\n\n`,
    );
  });

  it("prints an empty batch with its time", async () => {
    assert.equal(await batch([], pair), `${rule}\nTime: 1388534400000 ms\n${rule}\n\n`);
  });

  it("shows ten elements and three points for the rest, or as many as are asked for", async () => {
    const numbers = Array.from({ length: 11 }, (_, index) => index);
    assert.ok((await batch(numbers, t.int)).endsWith("\n9\n...\n\n"));
    assert.ok((await batch(numbers.slice(1), t.int)).endsWith("\n10\n\n"));
    assert.ok((await batch(numbers, t.int, { ...SCALA, count: 1 })).endsWith("\n0\n...\n\n"));
    assert.ok((await batch(numbers, t.int, { ...SCALA, count: 11 })).endsWith("\n10\n\n"));
  });

  it("shows values of every type so that they can be read", async () => {
    assert.equal(await line("a b", t.string), "a b");
    assert.equal(await line(1, t.float), "1.0");
    assert.equal(await line(0.1, t.float), "0.1");
    assert.equal(await line(true, t.bool), "true");
    assert.equal(await line(null, t.nullable(t.int)), "null");
    assert.equal(await line(0, t.timestamp), "1970-01-01T00:00:00.000Z");
    assert.equal(await line(90_000, t.duration), "90s");
    assert.equal(await line(512, t.size), "512B");
    assert.equal(await line(Uint8Array.of(1, 255), t.bytes), "01ff");
    assert.equal(await line(["a", [1, 2]], t.tuple(t.string, t.array(t.int))), "(a,[1, 2])");
    const record = t.record({ ip: t.string, bytes: t.nullable(t.int) });
    assert.equal(await line({ ip: "::1", bytes: null }, record), "{ ip: ::1, bytes: null }");
    assert.equal(await line(new Map([["a", 1]]), t.map(t.string, t.int)), "{ a: 1 }");
    assert.equal(await line(new Map(), t.map(t.string, t.int)), "{}");
  });

  it("prints as pprint of Spark does, unless it is told otherwise", async () => {
    const python: PrintOptions = {};
    const time = new Date(2014, 9, 14, 15, 25, 21).getTime();
    assert.equal(
      await batch([["hello", 1]], pair, python, time),
      `${rule}\nTime: 2014-10-14 15:25:21\n${rule}\n('hello', 1)\n\n`,
    );
    assert.match(await batch([], pair, python, time + 50), /Time: 2014-10-14 15:25:21\.050000\n/);
    assert.equal(await line("it's", t.string, python), "it's");
    assert.equal(await line(["it's", "a\"'\n"], t.tuple(t.string, t.string), python), `("it's", 'a"\\'\\n')`);
    assert.equal(await line([true, null], t.tuple(t.bool, t.nullable(t.int)), python), "(True, None)");
    assert.equal(await line({ a: [1.5] }, t.record({ a: t.array(t.float) }), python), "{'a': [1.5]}");
  });

  it("quotes texts within other values, so that nothing can be taken for something else", async () => {
    const both = async (value: unknown, element: Schema) =>
      await line([value, "x"], t.tuple(element, t.string), { layout: "python" });
    assert.equal(await both("None", t.nullable(t.string)), "('None', 'x')");
    assert.equal(await both(null, t.nullable(t.string)), "(None, 'x')");
    assert.equal(await both("2", t.string), "('2', 'x')");
    assert.equal(await both(2, t.int), "(2, 'x')");
    assert.equal(await both(0, t.timestamp), "(1970-01-01T00:00:00.000Z, 'x')");
    assert.equal(await both(90_000, t.duration), "(90s, 'x')");
    assert.equal(await both(512, t.size), "(512B, 'x')");
    assert.equal(await both(Uint8Array.of(1, 255), t.bytes), "(01ff, 'x')");
    assert.equal(await both(new Map([["a, b", [1]]]), t.map(t.string, t.array(t.int))), "({'a, b': [1]}, 'x')");
    const texts = "a\u00a0b\u200b\u{e0001}\u0007\\é😀";
    assert.equal(await both(texts, t.string), "('a\\xa0b\\u200b\\U000e0001\\x07\\\\é😀', 'x')");
  });

  it("writes floats as Python does", async () => {
    const floats = [1, -0, 0.1, 1e15, 1e16, 1.5e300, 0.0001, 0.00001, 2.5e-7, Number.NaN, -Infinity];
    const shown = await Promise.all(floats.map((value) => line(value, t.float, { layout: "python" })));
    const expected = "1.0 -0.0 0.1 1000000000000000.0 1e+16 1.5e+300 0.0001 1e-05 2.5e-07 nan -inf";
    assert.equal(shown.join(" "), expected);
  });

  it("prints bodies line by line in an agent", async () => {
    let text = "";
    const sink = print<unknown>(SCALA, declared("k1", pair), async (more) => {
      text += more;
    });
    await sink.write([event(["a", 1]), event(["b", 2])]);
    assert.equal(text, "(a,1)\n(b,2)\n");
  });

  it("names its stream while others print, and itself where its stream prints twice", async () => {
    let text = "";
    const out = async (more: string) => {
      text += more;
    };
    const named = (name: string) => print<unknown>(SCALA, { ...declared("", t.int), name }, out);
    const [first, second, third] = [named("counts.print"), named("trends.print"), named("counts.print2")];
    const titleOf = async (sink: typeof first) => {
      text = "";
      await sink.writeBatch!([], 1000);
      return text.split("\n")[1];
    };
    await first.open(testContext());
    assert.equal(await titleOf(first), "Time: 1000 ms");
    await second.open(testContext());
    assert.deepEqual(
      [await titleOf(first), await titleOf(second)],
      ["Time: 1000 ms (counts)", "Time: 1000 ms (trends)"],
    );
    await third.open(testContext());
    assert.deepEqual(
      [await titleOf(first), await titleOf(second), await titleOf(third)],
      ["Time: 1000 ms (counts.print)", "Time: 1000 ms (trends)", "Time: 1000 ms (counts.print2)"],
    );
    await second.close();
    await third.close();
    assert.equal(await titleOf(first), "Time: 1000 ms");
  });

  const script = fileURLToPath(new URL("support/print-to-standard-output.ts", import.meta.url));

  it("writes to standard output", async () => {
    const { stdout } = await start(process.execPath, ["--import", "tsx", script, "1"]).ended;
    assert.equal(stdout, "line 0\n");
  });

  it("rejects what nobody reads any more, instead of ending the program", async () => {
    const child = spawn(process.execPath, ["--import", "tsx", script, "100000"], { stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.once("data", () => child.stdout.destroy());
    let said = "";
    child.stderr.on("data", (bytes) => {
      said += bytes;
    });
    const status = await new Promise((resolve) => child.on("close", resolve));
    assert.match(said, /^standard output is gone: /);
    assert.equal(status, 0);
  });
});
