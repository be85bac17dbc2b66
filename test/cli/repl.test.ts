import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { sluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

describe("sluice repl", () => {
  const folder = tempFolders();

  async function typed(lines: readonly string[], cwd = folder(), args: readonly string[] = []) {
    return await sluice(["repl", ...args], { cwd, input: `${lines.join("\n")}\n` });
  }

  it("shows each value with its type, and keeps declarations, the last of each name", async () => {
    const { status, stdout, stderr } = await typed([
      "fn twice(n: int): int = n * 2",
      "twice(4)",
      "fn twice(n: int): int = n + n + 1",
      "twice(4)",
      "type Point = { x: int, y: int }",
      "const origin: Point = { x: 0, y: 0 }",
      "origin",
    ]);
    const expected = '8 : int\n9 : int\n{"x":0,"y":0} : Point\n';
    assert.deepEqual([status, stdout, stderr], [0, expected, ""]);
  });

  it("takes a let for the name of a value", async () => {
    const { stdout, stderr } = await typed(["let words = [1, 2]", "words.map(n => n * 2)", "let words = 3", "words"]);
    assert.deepEqual([stdout, stderr], ["[2,4] : int[]\n3 : int\n", ""]);
  });

  it("waits for the rest of a text that is unfinished, until an empty line", async () => {
    const { stdout, stderr } = await typed(["[1,", " 2]", "fn f(n: int): int =", "  n + 1", "f(1)", "(1", "", "3"]);
    assert.equal(stdout, "[1,2] : int[]\n2 : int\n3 : int\n");
    assert.match(stderr, /`\(` is not closed/);
  });

  it("shows an expression for the first lines of a file", async () => {
    const cwd = folder();
    writeFileSync(join(cwd, "in.txt"), Array.from({ length: 12 }, (_, i) => `line ${i}\n`).join(""));
    const { stdout, stderr } = await typed([":lines in.txt", "line.words()[1]", ":lines none.txt"], cwd);
    const values = Array.from({ length: 10 }, (_, i) => `"${i}" : string?\n`).join("");
    assert.equal(stdout, `12 lines; an expression that mentions \`line\` is shown for the first 10\n${values}`);
    assert.match(stderr, /none\.txt/);
  });

  it("goes on after a mistake, which changes nothing", async () => {
    const { status, stdout, stderr } = await typed(["fn f(n: int): string = n", "f(1)", '"x".toInt()', "line", "2"]);
    assert.deepEqual([status, stdout], [0, "2 : int\n"]);
    assert.match(stderr, /there is no `f` here/);
    assert.match(stderr, /failed: "x" is not a whole number\n/);
    assert.match(stderr, /there are no lines yet; read some with `:lines FILE`\n/);
  });

  it("begins with the declarations of a file, and ends at :quit", async () => {
    const cwd = folder();
    writeFileSync(join(cwd, "a.flow"), "fn half(n: int): float = n / 2\n");
    const { stdout } = await typed(["half(3)", ":help", ":quit", "1"], cwd, ["a.flow"]);
    assert.match(stdout, /^1\.5 : float\nan expression[\s\S]*:quit[\s\S]*Ctrl-D\n$/);
  });
});
