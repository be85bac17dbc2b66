import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root, sluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

describe("docs/json.md", () => {
  const folder = tempFolders();
  const page = readFileSync(join(root, "docs/json.md"), "utf8");
  const programs = [...page.matchAll(/^```flow\n([\s\S]*?)^```$/gm)].map(([, program = ""]) => program);

  it("has programs that compile", async () => {
    const cwd = folder();
    const names = programs.map((program, index) => {
      writeFileSync(join(cwd, `${index}.flow`), program);
      return `${index}.flow`;
    });
    const { status, stderr } = await sluice(["check", ...names], { cwd });
    assert.equal(`${status}${stderr}`, "0");
  });

  it("keeps GELF's fields of one's own, and reads journald's message of bytes", async () => {
    const cwd = folder();
    const program = `${programs[1]}
topic gelfs: string = embedded()
topic entries: string = embedded()
stream s every 1s {
  let own = gelfs.map(line => readGelf(line) else drop).map(gelf => (gelf.host, toJson(gelf.own)))
  let texts = entries.map(line => journalMessage(parseJson<Json>(line) else drop) else drop)

  own -> discard()
  texts -> discard()
}
test "shapes" {
  given gelfs = [["{\\"host\\":\\"h\\",\\"short_message\\":\\"m\\",\\"_id\\":12345678901234567890,\\"_tags\\":{\\"a\\":[1.0]}}"]]
  given entries = [["{\\"MESSAGE\\":[104,105]}", "{\\"MESSAGE\\":\\"plain\\"}", "{\\"MESSAGE\\":[300]}", "{}"]]
  expect s.own == [[("h", "{\\"_id\\":12345678901234567890,\\"_tags\\":{\\"a\\":[1.0]}}")]]
  expect s.texts == [["hi", "plain"]]
}`;
    writeFileSync(join(cwd, "shapes.flow"), program);
    const { status, stdout, stderr } = await sluice(["test", "shapes.flow"], { cwd });
    assert.equal(status, 0, stdout + stderr);
    assert.match(stdout, /1 passed, 0 failed/);
  });
});
