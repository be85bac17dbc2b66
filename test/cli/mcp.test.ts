import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { root } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

describe("sluice mcp", () => {
  const folder = tempFolders();
  let cwd: string;
  let client: Client;

  beforeEach(async () => {
    cwd = folder();
    client = new Client({ name: "test", version: "1" });
    const args = [join(root, "dist/cli/main.js"), "mcp"];
    await client.connect(new StdioClientTransport({ command: process.execPath, args, cwd }));
  });

  afterEach(() => client.close());

  async function call(name: string, input: Record<string, unknown>): Promise<{ text: string; isError: boolean }> {
    const { content, isError } = await client.callTool({ name, arguments: input });
    const texts = content.map((part) => (part.type === "text" ? part.text : ""));
    return { text: texts.join(""), isError: isError === true };
  }

  const sound = "agent a {\n  generate(rate: 1) -> memory() -> discard()\n}\n";

  it("checks a text, and says what is wrong with it", async () => {
    assert.deepEqual(await call("check", { program: sound }), { text: "nothing is wrong", isError: false });
    const { text, isError } = await call("check", { program: sound.replace("memory", "memry") });
    assert.equal(isError, true);
    assert.match(text, /there is no channel `memry`\n --> program\.flow:2:24/);
  });

  it("applies fixes to a text, which it gives back, and to a file", async () => {
    const wrong = `# a comment of another language\n${sound}`;
    const fixed = `// a comment of another language\n${sound}`;
    assert.match((await call("fix", { program: wrong })).text, /^1 fix applied\n\nthe program is now:\n\/\/ a comment/);
    writeFileSync(join(cwd, "a.flow"), wrong);
    await call("fix", { file: "a.flow" });
    assert.equal(readFileSync(join(cwd, "a.flow"), "utf8"), fixed);
  });

  it("runs the tests of a program on its simulated clock", async () => {
    const program = `fn twice(n: int): int = n * 2\n\ntest "twice" {\n  expect twice(2) == 5\n}\n`;
    const failed = await call("test", { program });
    assert.equal(failed.isError, true);
    assert.match(failed.text, /0 passed, 1 failed/);
    assert.match((await call("test", { program: program.replace("5", "4") })).text, /1 passed, 0 failed/);
  });

  it("runs a program in virtual time, and says what came out", async () => {
    const program = `topic hits: { path: string, n: int } = embedded()

agent web {
  source  r1 = netcat(port: 44444)
  channel c1 = memory()
  sink    k1 = files("out")

  r1.map(e => e.body.toUpper()) -> c1 -> k1
}

stream counts every 10s {
  let perPath = hits.map(hit => (hit.path, hit.n)).reduceByKeyAndWindow((a, b) => a + b, window: 20s)

  perPath -> print()
}
`;
    const given = { "web.r1": ["a", "b"], hits: [[{ path: "/", n: 2 }], [{ path: "/", n: 3 }]] };
    const { text, isError } = await call("run", {
      program,
      given,
      advance: "20s",
      observe: ["web.k1", "counts.perPath"],
    });
    assert.equal(isError, false, text);
    assert.match(text, /expect web\.k1 == \["A", "B"\]/);
    assert.match(text, /expect counts\.perPath == \[\[\("\/", 2\)\], \[\("\/", 5\)\], \[\("\/", 3\)\]/);
    const wrong = await call("run", { program, given: { "web.r2": [] }, observe: ["web.k1"] });
    assert.equal(wrong.isError, true);
    assert.match(wrong.text, /`web` has no `r2`|there is no `r2`/);
  });

  it("explains, draws, simulates and lays out", async () => {
    assert.match((await call("explain", { program: sound })).text, /atMostOnce {3}generate -> memory -> discard/);
    assert.match((await call("graph", { program: sound })).text, /^flowchart /);
    assert.match((await call("graph", { program: sound, format: "json" })).text, /^\{/);
    const fed = sound.replace("generate(rate: 1)", 'lines("in.txt")').replace("discard", "print");
    assert.match((await call("simulate", { program: fed, seeds: 2 })).text, /^program\.flow: 2 runs, /);
    assert.equal(
      (await call("format", { program: "agent a{generate(rate:1)->memory()->discard()}" })).text,
      sound.trimEnd(),
    );
  });

  it("evaluates expressions, on lines and with the functions of a file", async () => {
    assert.equal((await call("evaluate", { expression: "-7 / 2" })).text, "-3.5");
    assert.equal(
      (await call("evaluate", { expression: "line.words()", lines: ["a b", "c"] })).text,
      '["a","b"]\n["c"]',
    );
    writeFileSync(join(cwd, "a.flow"), "fn half(n: int): float = n / 2\n");
    assert.equal((await call("evaluate", { expression: "half(3)", file: "a.flow" })).text, "1.5");
  });

  it("has the guide, the reference and the language on one page", async () => {
    assert.match((await call("docs", { name: "netcat" })).text, /source netcat/);
    assert.match((await call("docs", { name: "route" })).text, /route/);
    const { contents } = await client.readResource({ uri: "sluice://language" });
    assert.match(JSON.stringify(contents), /The language on one page/);
  });

  it("refuses an input that makes no sense, and stays", async () => {
    assert.deepEqual(await call("check", {}), { text: "give `program` or `file`", isError: true });
    assert.deepEqual(await call("check", { program: sound, file: "a.flow" }), {
      text: "give `program` or `file`, not both",
      isError: true,
    });
    assert.match((await call("check", { file: "--fix" })).text, /--fix: there is no such file/);
    assert.equal((await call("check", { program: sound })).isError, false);
  });
});
