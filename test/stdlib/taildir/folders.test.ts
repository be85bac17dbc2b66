import assert from "node:assert/strict";
import { appendFileSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Identities } from "../../../stdlib/support/inode-identity.ts";
import { filePattern } from "../../../stdlib/taildir/file-pattern.ts";
import { Folders } from "../../../stdlib/taildir/folders.ts";
import { manualClock } from "../../support/manual-clock.ts";
import { tempFolders } from "../../support/temp-folder.ts";
import { contextFor } from "../support/context.ts";
import { FollowedFolder } from "./followed-folder.ts";

describe("taildir, patterns of folders", () => {
  const tempFolder = tempFolders();
  let folder = "";

  beforeEach(() => {
    folder = tempFolder();
    for (const path of ["tree/top.log", "tree/x/y/a.log", "tree/z/y/b.log", "tree/x/c.log", "tree/x/y/d.txt"])
      put(path);
  });

  function put(path: string, text = `${path}\n`) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }

  async function matching(pattern: string): Promise<string[]> {
    const folders = new Folders(contextFor({}), new Identities());
    const paths = await folders.matching([filePattern(join(folder, pattern))]);
    return paths.map((path) => path.slice(folder.length + 1)).sort();
  }

  it("finds files in folders that match", async () => {
    assert.deepEqual(await matching("tree/*/y/*.log"), ["tree/x/y/a.log", "tree/z/y/b.log"]);
    assert.deepEqual(await matching("tree/[!x]/{x,y}/*"), ["tree/z/y/b.log"]);
    assert.deepEqual(await matching("tree/*/re:c\\.(log|txt)"), ["tree/x/c.log"]);
  });

  it("takes a line break in a name for a character like others in a glob, and not in a regular expression", async () => {
    put("tree/two\nlines.log");
    assert.deepEqual(await matching("tree/*.log"), ["tree/top.log", "tree/two\nlines.log"]);
    assert.deepEqual(await matching("tree/re:.*\\.log"), ["tree/top.log"]);
  });

  it("tells once of a file whose name is not UTF-8", async () => {
    for (const name of ["\xff.log", "\xfe.txt"]) {
      writeFileSync(Buffer.concat([Buffer.from(`${folder}/tree/`), Buffer.from(name, "latin1")]), "lost\n");
    }
    const logs: string[] = [];
    const counted: string[] = [];
    const context = { ...contextFor({ logs }), count: (name: string) => void counted.push(name) };
    const folders = new Folders(context, new Identities());
    const pattern = filePattern(join(folder, "tree/*.log"));
    for (let looks = 0; looks < 3; looks++) await folders.matching([pattern]);
    const told = logs.filter((line) => line.includes("its name is not UTF-8"));
    assert.deepEqual([told.length, counted], [1, ["unreadableFiles"]]);
    assert.match(told[0]!, /tree\/\ufffd\.log/);
  });

  it("finds files in folders of any depth", async () => {
    const all = ["tree/top.log", "tree/x/c.log", "tree/x/y/a.log", "tree/z/y/b.log"];
    assert.deepEqual(await matching("tree/**/*.log"), all);
    assert.deepEqual(await matching("tree/**/**/*.log"), all);
    assert.deepEqual(await matching("tree/**/y/*.log"), ["tree/x/y/a.log", "tree/z/y/b.log"]);
    assert.deepEqual(await matching("**/re:d\\.txt"), ["tree/x/y/d.txt"]);
  });

  it("follows links to folders where a name stands for them, and is safe from loops", async () => {
    symlinkSync(join(folder, "tree"), join(folder, "tree/x/loop"));
    assert.deepEqual(await matching("tree/*/loop/*.log"), ["tree/x/loop/top.log"]);
    assert.deepEqual(await matching("tree/**/c.log"), ["tree/x/c.log"]);
    assert.deepEqual(await matching("tree/**/*/**/top.log"), ["tree/x/loop/top.log"]);
  });

  it("sees files and folders that appear later, while it reads unchanged folders no more", async () => {
    const clock = manualClock(Date.now());
    const folders = new Folders(contextFor({ clock }), new Identities());
    const pattern = filePattern(join(folder, "tree/**/*.log"));
    for (const path of ["tree/new/deep/e.log", "tree/x/y/f.log"]) {
      for (let looks = 0; looks < 3; looks++, await clock.advance(3000)) await folders.matching([pattern]);
      put(path);
      assert.ok((await folders.matching([pattern])).includes(join(folder, path)), path);
    }
  });

  it("looks at so many folders at a time, and at all of them in turn", async () => {
    for (let number = 0; number < 1200; number++) put(`many/${number}/a.log`);
    const folders = new Folders(contextFor({}), new Identities());
    const pattern = filePattern(join(folder, "many/*/*.log"));
    const found = [];
    for (let looks = 0; looks < 4; looks++) found.push((await folders.matching([pattern])).length);
    assert.ok(found[0]! > 0 && found[0]! < 1200, `${found}`);
    assert.equal(found[3], 1200);
  });

  it("reads what such files get, with the names that are asked for", async () => {
    const followed = new FollowedFolder(folder, {
      files: [join(folder, "tree/*/y/*.log")],
      fileHeader: true,
      basenameHeader: true,
      basenameHeaderKey: "name",
    });
    await followed.start();
    put("tree/late/y/e.log", "1\n");
    await followed.look();
    appendFileSync(join(folder, "tree/late/y/e.log"), "2\n");
    await followed.look();
    await followed.stop();
    assert.deepEqual(
      followed.bodies(),
      ["tree/x/y/a.log", "tree/z/y/b.log", "1", "2"].sort(bySource(followed.bodies())),
    );
    assert.deepEqual(Object.fromEntries(followed.taken.at(-1)!.headers), {
      file: join(folder, "tree/late/y/e.log"),
      name: "e.log",
    });
  });

  const bySource = (order: string[]) => (a: string, b: string) => order.indexOf(a) - order.indexOf(b);
});
