import assert from "node:assert/strict";
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tempFolders } from "../../support/temp-folder.ts";
import { FollowedFolder } from "./followed-folder.ts";

describe("taildir, records of several lines", () => {
  const tempFolder = tempFolders();
  let folder = "";

  beforeEach(() => {
    folder = tempFolder();
    mkdirSync(join(folder, "logs"));
  });

  const at = (name: string) => join(folder, "logs", name);
  const follow = (options = {}) => new FollowedFolder(folder, { files: [at("*.log")], recordStart: /^#/, ...options });

  it("joins the lines of each file, and waits for more of the last record", async () => {
    const followed = follow({ byteOffsetHeader: true });
    writeFileSync(at("a.log"), "#1\n a\n#2\n");
    await followed.start();
    assert.deepEqual(followed.bodies(), ["#1\n a"]);
    appendFileSync(at("a.log"), " b\n");
    writeFileSync(at("b.log"), "#3\n");
    await followed.look();
    assert.deepEqual(followed.bodies(), ["#1\n a"]);
    for (let looks = 0; looks < 9; looks++) await followed.look();
    assert.deepEqual(followed.bodies().slice(1).sort(), ["#2\n b", "#3"]);
    appendFileSync(at("a.log"), "late\n#4\n");
    await followed.look();
    await followed.stop();
    assert.deepEqual(followed.bodies().slice(3), ["late"]);
    assert.equal(followed.taken.find(({ body }) => body === "#2\n b")!.headers.get("byteoffset"), "6");
  });

  it("begins a record again after a restart that came in its middle", async () => {
    const followed = follow();
    writeFileSync(at("a.log"), "#1\n#2\n a\n");
    await followed.start();
    await followed.stop();
    assert.deepEqual(followed.bodies(), ["#1"]);
    appendFileSync(at("a.log"), " b\n#3\n");
    await followed.start();
    await followed.stop();
    assert.deepEqual(followed.bodies(), ["#1", "#2\n a\n b"]);
  });

  it("takes a last line without a newline for a part of its record", async () => {
    const followed = follow();
    writeFileSync(at("a.log"), "#1\n a\n b");
    await followed.start();
    for (let looks = 0; looks < 20; looks++) await followed.look();
    assert.deepEqual(followed.bodies(), []);
    await followed.rest();
    await followed.stop();
    assert.deepEqual(followed.bodies(), ["#1\n a\n b"]);
  });

  it("ends a record that is longer than it may be, and one that does not fit into memory", async () => {
    const followed = follow({ maxRecordLines: 2, maxRecordSize: 1000 });
    writeFileSync(at("a.log"), "#1\na\nb\n#2\n");
    await followed.start();
    assert.deepEqual(followed.bodies(), ["#1\na", "b"]);
    assert.equal(followed.counts.get("longRecords"), 1);
    await followed.stop();
    const huge = follow({
      maxRecordLines: 1e9,
      maxRecordSize: 1000,
      positionFile: undefined,
      records: "cri",
      recordStart: null,
    });
    const prefix = "t".repeat(2000);
    const parts = Array.from({ length: 2000 }, (_, number) => `${prefix} stdout P ${number % 10}\n`);
    writeFileSync(at("b.log"), `${parts.join("")}t stdout F \n`);
    await huge.start();
    await huge.stop();
    const text = huge
      .bodies()
      .filter((body) => body.includes("stdout F"))
      .map((body) => body.replace(/^t+ stdout F /, ""));
    assert.equal(text.join(""), parts.map((_, number) => number % 10).join(""));
  });
});
