import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expectSchema } from "../support/json-schema.ts";
import { root, sluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

const program = `/// Words.
topic words: string = embedded()

table names: { word: string, name: string } = csv("names.csv", key: row => row.word)

agent collect {
  source  web = lines("words")
  channel mem = memory(capacity: 100)

  web.filter(e => e.body.length > 1) -> mem -> words
}

stream counts every 1s {
  let perWord = words.map(word => (word, 1)).updateStateByKey((ones, n: int?) => (n else 0) + ones.length)

  perWord.map((word, n) => (names[word]?.name else word, n)) -> print()
}

test "counts" {
  given words = [["a", "a"]]
  expect counts.perWord == [[("a", 2)]]
}

test "is wrong" {
  given words = [["a"]]
  expect counts.perWord == [[("b", 1)]]
}
`;

/** What the page says of each command: its option, or why it has none. */
function pageRows(): ReadonlyMap<string, { readonly second: string; readonly schema: string | null }> {
  const page = readFileSync(join(root, "docs/machine-output.md"), "utf8");
  const rows = page.matchAll(/^\| `(\w+)` \| (.*?) \|(?: \[\w+\]\((schemas\/\w+\.json)\).*\|)?$/gm);
  return new Map([...rows].map(([, name = "", second = "", schema]) => [name, { second, schema: schema ?? null }]));
}

describe("JSON of commands", function () {
  this.timeout(180_000);
  const folder = tempFolders();

  it("is described for every command, or said why there is none", async () => {
    const { stdout } = await sluice(["--help"]);
    const commands = [...stdout.matchAll(/^ {2}(\w+) +/gm)].map(([, name = ""]) => name);
    const rows = pageRows();
    assert.ok(commands.length > 20);
    assert.deepEqual([...rows.keys()].sort(), commands.toSorted());
    const helps = await Promise.all(commands.map(async (name) => (await sluice([name, "--help"])).stdout));
    for (const [index, name] of commands.entries()) {
      const row = rows.get(name);
      if (name !== "graph") assert.equal(/ --json /.test(helps[index] ?? ""), row?.schema !== null, name);
      if (row?.schema != null) readFileSync(join(root, "docs", row.schema));
    }
    const schemas = readdirSync(join(root, "docs/schemas")).map((file) => `schemas/${file}`);
    assert.deepEqual(schemas.sort(), [...rows.values()].flatMap(({ schema }) => schema ?? []).sort());
  });

  it("is what the schemas say", async () => {
    const cwd = folder();
    writeFileSync(join(cwd, "words"), "aa\nbb\naa\n");
    writeFileSync(join(cwd, "names.csv"), "word,name\naa,A\n");
    writeFileSync(join(cwd, "a.flow"), program);
    writeFileSync(join(cwd, "wrong.flow"), 'agent a {\n  source r = netcatt(port: 1)\n}\nconst n: int = "1"\n');
    const conf = "a1.sources = r1\na1.channels = c1\na1.sources.r1.type = netcat\na1.sources.r1.lenght = 3\n";
    writeFileSync(join(cwd, "flume.conf"), conf);
    const run = async (args: readonly string[], status: number): Promise<string> => {
      const ended = await sluice(args, { cwd });
      assert.equal(ended.status, status, `${args.join(" ")}: ${ended.stdout}${ended.stderr}`);
      return ended.stdout;
    };
    expectSchema("check", await run(["check", "wrong.flow", "--json"], 1));
    expectSchema("test", await run(["test", "a.flow", "--json"], 1));
    expectSchema("test", await run(["test", "a.flow", "--json", "--coverage"], 1));
    expectSchema("explain", await run(["explain", "a.flow", "--json"], 0));
    expectSchema("graph", await run(["graph", "a.flow", "--format", "json"], 0));
    const narrower = program
      .replace("(word, 1)", '(word, "1")')
      .replace(/updateStateByKey.*/, "updateStateByKey((s, n: string?) => n)");
    writeFileSync(join(cwd, "b.flow"), narrower.slice(0, narrower.indexOf("\ntest")));
    expectSchema("diff", await run(["diff", "a.flow", "b.flow", "--json"], 4));
    expectSchema("import", (await sluice(["import", "flume", "flume.conf", "-o", "f.flow", "--json"], { cwd })).stdout);
    await run(["run", "a.flow", "--until-caught-up"], 0);
    const list = await run(["state", "list", "--json"], 0);
    expectSchema("state", list);
    expectSchema("state", await run(["state", "show", "--json"], 0), { lines: true });
    expectSchema("topics", await run(["topics", "list", "--json"], 0));
    expectSchema("topics", await run(["topics", "describe", "--json"], 0));
    const from = ["--from-beginning", "--max-messages", "2", "--json"];
    expectSchema("consume", await run(["consume", "words", ...from], 0), { lines: true });
    writeFileSync(join(cwd, "loose.flow"), "const one=1");
    writeFileSync(join(cwd, "torn.flow"), "const one = (");
    const laidOut = await run(["fmt", "a.flow", "loose.flow", "torn.flow", "--check", "--json"], 1);
    expectSchema("fmt", laidOut);
    const outcomes = (JSON.parse(laidOut) as readonly { readonly outcome: string }[]).map(({ outcome }) => outcome);
    assert.deepEqual(outcomes, ["unchanged", "would change", "does not parse"]);
    expectSchema("new", await run(["new", "shop", "--json"], 0));
    expectSchema("build", await run(["build", "a.flow", "-o", "built", "--json"], 0));
    expectSchema("runbook", await run(["runbook", "a.flow", "--json"], 0));
    expectSchema("docs", await run(["docs", "--json"], 0));
    expectSchema("docs", await run(["docs", "map", "--json"], 0));
    expectSchema("docs", await run(["docs", "flow2001", "--json"], 0));
    expectSchema("eval", await run(["eval", '"seven".length', "--json"], 0), { lines: true });
    const ended = await sluice(["eval", "line.toInt()", "--json"], { cwd, input: "12\nno\n" });
    expectSchema("eval", ended.stdout, { lines: true });
    assert.deepEqual(
      ended.stdout
        .split("\n")
        .slice(0, 2)
        .map((line) => Object.keys(JSON.parse(line))),
      [
        ["line", "value"],
        ["line", "failure"],
      ],
    );
    const produced = await sluice(["produce", "a.flow", "words", "--json"], { cwd, input: "cc\ndd\n" });
    expectSchema("produce", produced.stdout);
    assert.deepEqual(JSON.parse(produced.stdout), { topic: "words", records: 2 });
    await run(["run", "a.flow", "--until-caught-up", "--record", "recorded"], 0);
    expectSchema("replay", await run(["replay", "recorded", "--json", "--quiet"], 0));
    expectSchema("data", await run(["data", "check", ".sluice", "--json"], 0));
    writeFileSync(join(cwd, "small.flow"), 'agent a1 {\n  lines("words") -> file() -> files("out")\n}\n');
    expectSchema("sim", await run(["sim", "small.flow", "--seeds", "3", "--json"], 0));
  });
});
