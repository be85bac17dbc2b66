import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../support/sluice.ts";

/** `docs/architecture.md` beside the tree that it describes: what it names exists, and every folder is named. */
describe("docs/architecture.md and the tree", () => {
  const page = readFileSync(join(root, "docs/architecture.md"), "utf8");
  // The operator that its checklist adds is not there yet.
  const said = page.replaceAll(/^ {3}```[\s\S]*?^ {3}```$/gm, "");

  it("name files and folders that exist", () => {
    const tops = readdirSync(root, { withFileTypes: true }).filter(
      ({ name }) => !/^(node_modules|\.git|\.sluice|dist.*|tmp)$/.test(name),
    );
    const paths = tops.flatMap((top) => [
      `/${top.name}${top.isDirectory() ? "/" : ""}`,
      ...(top.isDirectory() ? entriesBelow(top.name) : []),
    ]);
    const named = [...said.matchAll(/`([\w./-]+(?:\/|\.(?:ts|mjs|flow|md|json)))`/g)].map(([, name = ""]) => name);
    assert.ok(named.length > 80, `only ${named.length} names were found`);
    const missing = named
      .filter((name) => !/NAME|KIND|FOLDER|^dist\/$|^\./.test(name))
      .filter((name) => !paths.some((path) => path.endsWith(`/${name}`)));
    assert.deepEqual([...new Set(missing)], []);
  });

  it("list every folder of the sources", () => {
    const rows = [...said.matchAll(/^\| `(\w+)\/` \|/gm)].map(([, name = ""]) => name);
    for (const folder of ["grammar", "compiler", "runtime", "stdlib", "cli", "editor"]) {
      assert.ok(rows.includes(folder), `${folder}/ has no row`);
    }
    const unnamed = foldersIn("compiler").filter(
      (name) => !said.includes(`\`${name}/\``) && !said.includes(`${name}\``) && !said.includes(`${name}/`),
    );
    assert.deepEqual(unnamed, []);
  });

  it("have the runtime's rooms floor by floor", () => {
    const floors = [...said.matchAll(/^\| \d+ \| ((?:`[\w-]+\/`(?:, )?)+) \|/gm)].map(([, rooms = ""]) =>
      [...rooms.matchAll(/`([\w-]+)\/`/g)].map(([, room = ""]) => room),
    );
    assert.deepEqual(floors.flat().sort(), foldersIn("runtime").sort());
    const rules = readFileSync(join(root, "test/architecture.test.ts"), "utf8");
    const [, tested = ""] = /const floors[^=]*= \[\n([\s\S]*?)\n\];/.exec(rules) ?? [];
    const enforced = tested.split("\n").map((line) => [...line.matchAll(/"([\w-]+)"/g)].map(([, room = ""]) => room));
    assert.deepEqual(
      floors.toReversed().map((rooms) => rooms.toSorted()),
      enforced.map((rooms) => rooms.toSorted()),
    );
  });
});

/** `/docs/style.md`, `/cli/graph/`: all that is below a folder. */
function entriesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter(({ parentPath }) => !parentPath.includes("node_modules"))
    .map(
      (entry) =>
        `${join(entry.parentPath, entry.name).slice(root.replace(/\/$/, "").length)}${entry.isDirectory() ? "/" : ""}`,
    );
}

function foldersIn(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}
