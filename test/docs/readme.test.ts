import assert from "node:assert/strict";
import { copyFileSync, existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { start } from "../support/process.ts";
import { root, sluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

interface CodeBlock {
  /** What follows the opening fence: `flow`, `flow error`, `sh`. */
  readonly info: string;
  readonly text: string;
}

function codeBlocks(path: string): readonly CodeBlock[] {
  const fenced = readFileSync(join(root, path), "utf8").matchAll(/^```(.*)\n([\s\S]*?)^```$/gm);
  return [...fenced].map(([, info = "", text = ""]) => ({ info, text }));
}

const pages = [
  "README.md",
  "docs/from-flume.md",
  "docs/flume-options.md",
  ...readdirSync(join(root, "samples")).map((name) => `samples/${name}/README.md`),
];

describe("pages", () => {
  const folder = tempFolders();

  for (const page of pages) {
    const blocks = codeBlocks(page);

    for (const [index, { info, text }] of blocks.filter(({ info }) => info.startsWith("flow")).entries()) {
      it(`${page}: program ${index + 1} ${info === "flow" ? "checks" : "has the error that it shows"}`, async () => {
        const cwd = folder();
        writeFileSync(join(cwd, "a.flow"), text);
        const { status, stderr } = await sluice(["check", "a.flow"], { cwd });
        assert.equal(status, info === "flow" ? 0 : 1, stderr);
      });
    }

    it(`${page}: names files that are there`, () => {
      const text = readFileSync(join(root, page), "utf8");
      const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map((match) => match[1] ?? "");
      const programs = [...text.matchAll(/\bsamples\/[\w/-]+\.flow/g)].map((match) => match[0]);
      const here = join(root, page, "..");
      assert.deepEqual(
        [...links.map((link) => join(here, link)), ...programs.map((path) => join(root, path))].filter(
          (path) => !existsSync(path),
        ),
        [],
      );
    });
  }

  it("README.md: the first program is the quickstart", () => {
    const shown = codeBlocks("README.md").find(({ info }) => info === "flow")?.text ?? "";
    const sample = readFileSync(join(root, "samples/quickstart/quickstart.flow"), "utf8");
    const withoutComments = (text: string) => text.replace(/^\/\/\/.*\n/gm, "").trim();
    assert.ok(withoutComments(sample).startsWith(withoutComments(shown)));
  });

  it("README.md: what is built runs elsewhere", async () => {
    const cwd = folder();
    symlinkSync(join(root, "samples"), join(cwd, "samples"));
    const [build, run] =
      /^npx sluice (build .*)\ncp \S+ \S+ && node \S+ (.*)$/m
        .exec(readFileSync(join(root, "README.md"), "utf8"))
        ?.slice(1) ?? [];
    assert.ok(build !== undefined && run !== undefined);
    const built = await sluice(build.split(" "), { cwd });
    assert.equal(built.status, 0, built.stderr);
    const empty = folder();
    copyFileSync(join(cwd, "out/quickstart.mjs"), join(empty, "quickstart.mjs"));
    const { status, stdout, stderr } = await start(process.execPath, ["quickstart.mjs", ...run.split(" ")], {
      cwd: empty,
    }).ended;
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^\('\/.*', \d+\)$/m);
  });

  it("README.md: its table has every command", async () => {
    const names = [...readFileSync(join(root, "README.md"), "utf8").matchAll(/^\| `sluice (\w+)/gm)].map(
      (match) => match[1] ?? "",
    );
    const { stdout } = await sluice(["--help"]);
    const known = [...stdout.matchAll(/^ {2}(\w+) /gm)].map((match) => match[1] ?? "");
    assert.ok(known.length >= 6);
    assert.deepEqual(names.toSorted(), known.toSorted());
  });

  it("README.md: the wrong program gets the frames that it shows", async () => {
    const blocks = codeBlocks("README.md");
    const index = blocks.findIndex(({ info }) => info === "flow error");
    const [wrong, command, shown] = blocks.slice(index, index + 3);
    const cwd = folder();
    writeFileSync(join(cwd, "wh.flow"), wrong?.text ?? "");
    assert.equal(command?.text, "$ npx sluice check wh.flow\n");
    const { stderr } = await sluice(["check", "wh.flow"], { cwd });
    if (process.env["UPDATE"]) {
      const page = join(root, "README.md");
      const text = readFileSync(page, "utf8");
      const at = text.indexOf("```text\n", text.indexOf("$ npx sluice check wh.flow")) + "```text\n".length;
      writeFileSync(page, text.slice(0, at) + stderr + text.slice(text.indexOf("```", at)));
    } else assert.equal(stderr, shown?.text);
  });

  it("README.md, CONTRIBUTING.md: the npm scripts that they name exist", () => {
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    for (const page of ["README.md", "CONTRIBUTING.md"]) {
      const text = readFileSync(join(root, page), "utf8");
      for (const [, name = ""] of text.matchAll(/npm run (\w+)/g)) assert.ok(name in scripts, name);
    }
  });
});
