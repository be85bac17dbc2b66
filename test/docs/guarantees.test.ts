import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root, sluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

describe("docs/guarantees.md", () => {
  const folder = tempFolders();
  const page = readFileSync(join(root, "docs/guarantees.md"), "utf8");
  const block = (info: string): string =>
    new RegExp(`^\`\`\`${info}\\n([\\s\\S]*?)^\`\`\`$`, "m").exec(page)?.[1] ?? "";

  it("shows what the command prints of its program", async () => {
    const cwd = folder();
    writeFileSync(join(cwd, "shown.flow"), block("flow"));
    const [, ...args] = block("sh").trim().replace("$ sluice ", "sluice ").split(" ");
    const { status, stdout, stderr } = await sluice(args, { cwd });
    assert.equal(`${status}${stderr}`, "0");
    assert.equal(stdout, block("text"));
  });

  it("files components under the words that they are declared with", () => {
    const declared = (name: string): string =>
      /^ {2}delivers (\w+)$/m.exec(readFileSync(join(root, `stdlib/${name}.flow`), "utf8"))?.[1] ?? "";
    const row = (start: string): string => page.split("\n").find((line) => line.startsWith(`| ${start}`)) ?? "";
    for (const [name, component] of [
      ["exec/exec", "exec"],
      ["socket-text/socket-text", "socketText"],
      ["netcat/netcat", "netcat"],
      ["taildir/taildir", "taildir"],
      ["lines/lines", "lines"],
      ["generate/generate", "generate"],
    ] as const) {
      assert.ok(row(`source, \`${declared(name)}\``).includes(`\`${component}\``), component);
    }
    for (const name of ["memory", "file"]) {
      assert.ok(row(`channel, \`${declared(`${name}/${name}`)}\``).includes(`\`${name}\``), name);
    }
  });
});
