import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "../../grammar/format.ts";
import { sluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

describe("sluice test --update", function () {
  this.timeout(20_000);
  const folder = tempFolders();

  /** Updates a program that stands alone in a folder; gives the text that it then has, and runs its tests again. */
  async function update(text: string, ...args: string[]) {
    const cwd = folder();
    const path = join(cwd, "a.flow");
    writeFileSync(path, text);
    const ended = await sluice(["test", "a.flow", "--update", ...args], { cwd });
    const again = () => sluice(["test", "a.flow"], { cwd });
    return { ...ended, text: readFileSync(path, "utf8"), again };
  }

  it("writes every kind of value so that the test holds, in the layout of fmt", async () => {
    const observed = [
      "@2026-01-01T00:00:00.500Z",
      "-90s",
      "1536B",
      "-0.5",
      "1e+24",
      '"a\\"\\\\\\n\\u0000\u{1F600}${x}"',
      '("a", [[1], []], null)',
      '[("a", 2), ("b", 1)].toMap()',
      '"é".toBytes()',
      '("ff00".fromHex() else "".toBytes())',
      '{ b: "x", a: { deep: true } }',
      `[${Array.from({ length: 40 }, (_, at) => at).join(", ")}]`,
    ];
    const types = [
      "timestamp",
      "duration",
      "size",
      "float",
      "float",
      "string",
      "(string, int[][], int?)",
      "Map<string, int>",
      "bytes",
      "bytes",
      '{ b: "x" | "y", a: { deep: bool } }',
      "int[]",
    ];
    const others = [
      "@2026-01-01T00:00:00Z",
      "1s",
      "1B",
      "1.0",
      "1.0",
      '""',
      '("b", [], 1)',
      "[].toMap()",
      '"".toBytes()',
      '"".toBytes()',
      '{ b: "y", a: { deep: false } }',
      "[]",
    ];
    const functions = observed.map((value, at) => `fn f${at}(): ${types[at]} = ${value}\n`).join("");
    const wrong = others.map((value, at) => `  expect f${at}() == ${value}\n`).join("");
    const formatted = format(`${functions}\ntest "values" {\n${wrong}}\n`);
    assert.ok("text" in formatted);
    const { status, stdout, text, again } = await update(formatted.text);
    assert.equal(status, 0, stdout);
    assert.match(stdout, /\n {2}wrote values\n[\s\S]*\n0 passed, 0 failed, 1 written\n$/);
    assert.deepEqual(format(text), { text });
    for (const [at, value] of observed.slice(0, -1).entries()) {
      assert.ok(text.includes(`  expect f${at}() == ${value}\n`), text);
    }
    const ended = await again();
    assert.match(ended.stdout, /\n1 passed, 0 failed\n$/);
  });

  it("changes only what failed, and keeps comments, odd layout and lists of an element a line", async () => {
    const before = `${doubled}
// odd   layout
const   unused   = 1

test "t" {
  given numbers = [[1, 2], [], [3]]
  expect   twice.out   == [[2, 4], [], [6]] // right
  expect twice.out == [
    [2],
  ]
  expect twice.out contains [4, 5] // partly
  expect twice.out contains [6]
  expect numbers == [1]
}
`;
    const { text, stdout, again } = await update(before);
    const after = before
      .replace("    [2],\n", "    [2, 4],\n    [],\n    [6],\n")
      .replace("[4, 5]", "[2, 4]")
      .replace("expect numbers == [1]", "expect numbers == []");
    assert.equal(text, after, stdout);
    assert.equal((await again()).status, 0);
  });

  it("keeps the line ends of the file", async () => {
    const before = `${doubled}test "t" {\n  given numbers = [[1]]\n  expect twice.out == [\n    [1],\n  ]\n}\n`;
    const { text } = await update(before.replaceAll("\n", "\r\n"));
    assert.equal(text, before.replace("    [1]", "    [2]").replaceAll("\n", "\r\n"));
  });

  it("leaves alone, and says why, what cannot be written", async () => {
    const before = `${doubled}
fn read(text: string): int! = text.toInt()

test "values" {
  expect read("x") == 1
  expect [1] == [
    // one, or none
    2,
  ]
  given numbers = [[1], [2]]
  expect twice.out contains [5]
}
test "the program fails" {
  given numbers = [[9007199254740991]]
  expect twice.out == [[1]]
}
`;
    const { status, stdout, text } = await update(before);
    assert.equal(status, 1);
    assert.equal(text, before);
    assert.deepEqual(
      [...stdout.matchAll(/not written: (.*)/g)].map(([, why]) => why),
      [
        'a failure ("x" is not a whole number) cannot be written; handle it with `else`',
        "the comment in it would be lost",
        "no batch has any of what is expected, so that none can be chosen",
        "the program failed in this test",
        "the program failed in this test",
      ],
    );
    assert.match(stdout, /\n0 passed, 2 failed\n$/);
  });

  it("knows the types of sinks in a group, and of sinks for rejects alone", async () => {
    const { text, again } = await update(`agent a {
  source  r  = netcat(port: 1)
  channel c  = memory()
  sink    k1 = logger()
  sink    k2 = logger()
  sink    k3 = discard()

  r.filter(e => (e.body.toInt() else -> k3) > 0) -> c
  c -> failover(k1, k2)
}

test "sinks" {
  given a.r = ["7", "x y"]
  expect a.k1 == []
  expect a.k3 == []
  expect a.k3.events() == []
}
`);
    assert.match(text, /expect a\.k1 == \["7"\]\n {2}expect a\.k3 == \["x y"\]\n/);
    assert.match(text, /expect a\.k3\.events\(\) == \[\n {4}\{ body: "x y", headers: \[/);
    assert.equal((await again()).status, 0);
    const { stderr } = await update(text.replace('a.k1 == ["7"]', "a.k1 == [7]"));
    assert.match(stderr, /an element of `expect` expects `string`, found `int`/);
  });

  it("heeds --filter, and says in --json what it wrote", async () => {
    const tests = ["a", "b"].map((name) => `test "${name}" {\n  expect 1 + 1 == 3\n}\n`).join("\n");
    const { status, stdout, text } = await update(tests, "--filter", "b", "--json");
    assert.equal(status, 0);
    assert.equal(text, tests.replace(/3(?=\n}\n$)/, "2"));
    const [result] = JSON.parse(stdout);
    assert.deepEqual([result.passed, result.failures[0].observed, result.failures[0].written], [false, "2", true]);
  });

  it("writes into every file that is named, imported by another or not", async () => {
    const cwd = folder();
    writeFileSync(join(cwd, "lib.flow"), `pub fn two(): int = 2\n\ntest "lib" {\n  expect two() == 1\n}\n`);
    writeFileSync(
      join(cwd, "main.flow"),
      `import { two } from "./lib.flow"\n\ntest "main" {\n  expect two() + 1 == 1\n}\n`,
    );
    const { status } = await sluice(["test", "main.flow", "lib.flow", "--update"], { cwd });
    assert.equal(status, 0);
    assert.match(readFileSync(join(cwd, "lib.flow"), "utf8"), /expect two\(\) == 2\n/);
    assert.match(readFileSync(join(cwd, "main.flow"), "utf8"), /expect two\(\) \+ 1 == 3\n/);
  });
});

const doubled = `topic numbers: int = embedded()

stream twice every 1s {
  let out = numbers.map(n => n * 2)

  out -> print()
}

`;
