import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DECLARATION_WORDS, ROLE_WORDS } from "../../grammar/tokens/keywords.ts";
import { root, sluice } from "../support/sluice.ts";

async function docs(...args: string[]): Promise<string> {
  const { status, stdout, stderr } = await sluice(["docs", ...args]);
  assert.deepEqual({ status, stderr }, { status: 0, stderr: "" });
  return stdout;
}

describe("sluice docs", () => {
  it("prints a component with its options, their defaults and its delivery", async () => {
    const text = await docs("netcat");
    assert.match(text, /^source netcat {3}stdlib\/netcat\/netcat\.flow\n\n {2}source netcat<G>\(\n/);
    assert.match(text, /\nListens on a TCP port; every line becomes an event\.\n/);
    assert.match(
      text,
      /\noptions:\n {2}bind: string = "localhost"\n {4}Address to listen on; `"0\.0\.0\.0"` for all\.\n {2}port: int\n/,
    );
    assert.match(text, /\nDelivers `acknowledged`: /);
    assert.match(text, /\nexample:\n {2}agent a1 \{\n/);
  });

  it("prints a function as its help shows it", async () => {
    const { stdout: help } = await sluice(["docs", "--help"]);
    const shown = help.slice(help.indexOf("$ sluice docs")).split("\n").slice(1);
    const text = await docs("string.trim");
    assert.deepEqual(
      shown.map((line) => line.replace(/^ {2}/, "")),
      text.split("\n"),
    );
  });

  it("prints all that have a name, or the one of a type", async () => {
    const heads = (text: string) => text.match(/^(operator|function) \S+/gm);
    const all = heads(await docs("flatMap"));
    assert.deepEqual(all?.toSorted(), [
      "function T[].flatMap",
      "operator DStream<T>.flatMap",
      "operator Events<T>.flatMap",
    ]);
    assert.deepEqual(heads(await docs("DStream.flatMap")), ["operator DStream<T>.flatMap"]);
    assert.deepEqual(heads(await docs("T[].flatMap")), ["function T[].flatMap"]);
  });

  it("prints the page of a message", async () => {
    const page = readFileSync(join(root, "docs/errors/FLOW2001.md"), "utf8");
    assert.equal(await docs("FLOW2001"), page);
    assert.equal(await docs("flow2001"), page);
  });

  it("prints the page of a construct, and that of a component and construct of one name together", async () => {
    assert.equal(await docs("route"), readFileSync(join(root, "docs/language/route.md"), "utf8"));
    assert.equal(await docs("given"), readFileSync(join(root, "docs/language/tests.md"), "utf8"));
    assert.match(await docs("failover"), /^sink failover[\s\S]*\n# Agents and wires\n/);
  });

  it("has a page for every word that begins a declaration", async () => {
    const { stdout } = await sluice(["docs"]);
    const language = stdout.slice(stdout.indexOf("\nlanguage:"));
    for (const word of [...DECLARATION_WORDS, ...ROLE_WORDS, "pub", "route", "match", "else", "try"]) {
      assert.match(language, new RegExp(` ${word}\\b`), word);
    }
  });

  it("lists what there is", async () => {
    const text = await docs();
    assert.match(text, /^sources:\n {2}avro exec /);
    for (const name of ["memory", "logger", "kafka", "reduceByKey", "parseJson", "Event"]) {
      assert.match(text, new RegExp(` ${name}\\b`));
    }
    for (const line of text.split("\n")) assert.ok(line.length <= 80, line);
  });

  it("asks what was meant when there is no such name", async () => {
    for (const [name, near] of [
      ["netcatt", "netcat"],
      ["string.splitt", "string.split"],
      ["FLOW20011", "FLOW2001"],
    ] as const) {
      const { status, stdout, stderr } = await sluice(["docs", name]);
      assert.deepEqual({ status, stdout }, { status: 2, stdout: "" });
      assert.match(stderr, new RegExp(`the reference has no "${name}"; did you mean "${near}"\\?`));
    }
    const { stderr } = await sluice(["docs", "qqqqqqqqqq"]);
    assert.match(stderr, /`sluice docs` lists what it has/);
  });
});
