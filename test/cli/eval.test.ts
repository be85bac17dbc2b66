import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { sluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

describe("sluice eval", () => {
  const folder = tempFolders();

  it("prints the value of an expression: strings as they are, anything else as JSON", async () => {
    assert.equal((await sluice(["eval", "7 / 2"])).stdout, "3.5\n");
    assert.equal((await sluice(["eval", '"a".toUpper()'])).stdout, "A\n");
    assert.equal((await sluice(["eval", '("a", [1, 2])'])).stdout, '["a",[1,2]]\n');
  });

  it("takes the lines of standard input one by one, and says which of them fail", async () => {
    const { status, stdout, stderr } = await sluice(["eval", "line.toInt()"], { input: "1\r\nx\n3" });
    assert.deepEqual([status, stdout, stderr], [1, "1\n3\n", 'sluice: line 2: "x" is not a whole number\n']);
    const words = await sluice(["eval", "line.words()"], { input: "a b\n\n" });
    assert.deepEqual([words.status, words.stdout], [0, '["a","b"]\n[]\n']);
  });

  it("knows the functions, types and params of a file", async () => {
    const cwd = folder();
    const text = [
      "param step: int = 1",
      "fn next(line: string): int! = (try line.toInt()) + step\n",
      "agent a { generate(rate: 1) -> memory() -> discard() }",
    ].join("\n");
    writeFileSync(join(cwd, "a.flow"), text);
    const { status, stdout } = await sluice(["eval", "next(line)", "a.flow", "--set", "step=5"], {
      cwd,
      input: "1\n2\n",
    });
    assert.deepEqual([status, stdout], [0, "6\n7\n"]);
  });

  it("shows what is wrong with the expression at its own place", async () => {
    const misspelt = await sluice(["eval", "line.trum()"]);
    assert.equal(misspelt.status, 1);
    assert.match(misspelt.stderr, /`string` has no `trum`[\s\S]* --> <expression>:1:6\n/);
    assert.match((await sluice(["eval", "1 +"])).stderr, /expected a value after `\+`[\s\S]* --> <expression>:1:4\n/);
    assert.match(
      (await sluice(["eval", "(n: int) => n"])).stderr,
      /^sluice: cannot be written as JSON: [^\n]*function\n$/,
    );
  });

  it("shows what is wrong with the file, and nothing else of it", async () => {
    const cwd = folder();
    writeFileSync(join(cwd, "a.flow"), "fn f(x: int): string = x\nfn unused(y: int): int = 1\n");
    const { status, stderr } = await sluice(["eval", "f(1)", "a.flow"], { cwd });
    assert.equal(status, 1);
    assert.match(stderr, / --> a\.flow:1:24\n/);
    assert.match(stderr, /\n1 error\n$/);
  });

  it("says how it is used", async () => {
    assert.match((await sluice(["eval"])).stderr, /an EXPRESSION is missing/);
    assert.match((await sluice(["eval", "1", "a.flow", "b"])).stderr, /"b" is one too many/);
    assert.match((await sluice(["eval", "1", "none.flow"])).stderr, /none\.flow: there is no such file/);
  });
});
