import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root, sluice } from "../support/sluice.ts";

const documented = ["new", "check", "build", "run", "fmt", "graph", "docs"];

describe("sluice", () => {
  it("lists its commands", async () => {
    const { status, stdout } = await sluice(["--help"]);
    assert.equal(status, 0);
    for (const command of documented) assert.match(stdout, new RegExp(`^ {2}${command} `, "m"));
  });

  it("shows usage, options and an example of each command", async () => {
    const { stdout: overview } = await sluice(["--help"]);
    const commands = [...overview.matchAll(/^ {2}(\w+) /gm)].map((match) => match[1] ?? "");
    for (const command of commands) {
      const { status, stdout, stderr } = await sluice([command, "--help"]);
      assert.equal(status, 0);
      assert.equal(stderr, "");
      assert.match(stdout, new RegExp(`^usage: sluice ${command}( |$)`, "m"));
      assert.match(stdout, /^example:\n {2}.*\bsluice\b/m);
    }
  });

  it("shows the help of a command that is named behind `help`", async () => {
    assert.equal((await sluice(["help", "fmt"])).stdout, (await sluice(["fmt", "--help"])).stdout);
  });

  it("has all that a warm run loads in one file", () => {
    const main = readFileSync(join(root, "dist/cli/main.js"), "utf8");
    assert.deepEqual(main.match(/^(import|export)\b[^"]*"\.[^"]*";$/gm), null);
  });

  it("says its version", async () => {
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    assert.equal((await sluice(["--version"])).stdout, `${version}\n`);
  });

  it("ends with 2 and the overview when no command is given", async () => {
    const { status, stdout, stderr } = await sluice([]);
    assert.equal(status, 2);
    assert.equal(stdout, "");
    assert.match(stderr, /usage: sluice COMMAND/);
  });

  it("guesses what a misspelt command was meant to be", async () => {
    const { status, stderr } = await sluice(["chekc", "x.flow"]);
    assert.equal(status, 2);
    assert.match(stderr, /there is no command "chekc"; did you mean "check"\?/);
  });

  it("ends with 2 for an option that does not exist, naming the help", async () => {
    const { status, stderr } = await sluice(["check", "--jsn", "x.flow"]);
    assert.equal(status, 2);
    assert.equal(stderr, "sluice: unknown option '--jsn'; did you mean '--json'?\nsee `sluice check --help`\n");
  });

  it("ends with 2 when the file is missing from the command line", async () => {
    const { status, stderr } = await sluice(["run"]);
    assert.equal(status, 2);
    assert.match(stderr, /a FILE is missing/);
  });

  it("ends with 1 and one line when a file does not exist", async () => {
    const { status, stderr } = await sluice(["check", "nowhere.flow"]);
    assert.equal(status, 1);
    assert.equal(stderr, "sluice: nowhere.flow: there is no such file\n");
  });
});
