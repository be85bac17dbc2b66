import assert from "node:assert/strict";
import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { tempFolders } from "../../support/temp-folder.ts";
import { FollowedFolder } from "./followed-folder.ts";

describe("taildir, the last line of a file", () => {
  const tempFolder = tempFolders();
  let folder = "";
  let followed: FollowedFolder;

  beforeEach(() => {
    folder = tempFolder();
    mkdirSync(join(folder, "logs"));
    followed = new FollowedFolder(folder, { files: [at("*.log")], byteOffsetHeader: true });
  });

  const at = (name: string) => join(folder, "logs", name);
  const held = () =>
    readdirSync("/proc/self/fd").flatMap((fd) => {
      try {
        return [readlinkSync(`/proc/self/fd/${fd}`)].filter((path) => path.startsWith(folder));
      } catch {
        return [];
      }
    });
  const wait = async (ms: number) => {
    await followed.clock.advance(ms);
    for (let looks = 0; looks < 2; looks++) await followed.look();
  };

  it("is delivered when the file has been idle, and what ends it later is an event of its own", async () => {
    writeFileSync(at("a.log"), "whole\nla");
    await followed.start();
    await wait(60_000);
    appendFileSync(at("a.log"), "st");
    await followed.look();
    await wait(119_000);
    assert.deepEqual(followed.bodies(), ["whole"]);
    await wait(2000);
    assert.deepEqual(followed.bodies(), ["whole", "last"]);
    assert.deepEqual(held(), []);
    appendFileSync(at("a.log"), " words\nnext\n");
    await followed.look();
    await followed.stop();
    assert.deepEqual(followed.bodies(), ["whole", "last", " words", "next"]);
    assert.deepEqual(
      followed.taken.map(({ headers }) => headers.get("byteoffset")),
      ["0", "6", "10", "17"],
    );
    assert.equal(followed.counts.get("unfinishedLines"), 1);
  });

  for (const lineEnd of ["\n", "\r\n"]) {
    it(`makes no empty event of a late ${JSON.stringify(lineEnd)}, also after a restart`, async () => {
      writeFileSync(at("a.log"), "last");
      await followed.start();
      await followed.rest();
      await followed.stop();
      appendFileSync(at("a.log"), `${lineEnd}next${lineEnd}`);
      await followed.start();
      await followed.stop();
      assert.deepEqual(followed.bodies(), ["last", "next"]);
    });
  }

  it("does not cut a character, or a carriage return from its newline", async () => {
    const bytes = Buffer.from("kůň\r\n");
    writeFileSync(at("a.log"), bytes.subarray(0, 2));
    await followed.start();
    for (const end of [4, 5, 6]) {
      await followed.rest();
      appendFileSync(at("a.log"), bytes.subarray(end === 4 ? 2 : end - 1, end));
    }
    await followed.rest();
    appendFileSync(at("a.log"), "\n");
    await followed.rest();
    await followed.stop();
    assert.equal(followed.bodies().join(""), "kůň");
    assert.ok(!followed.bodies().includes(""));
  });

  for (const [how, remove] of [
    ["deleted", (path: string) => rmSync(path)],
    ["renamed", (path: string) => renameSync(path, `${path}.1`)],
  ] as const) {
    it(`is delivered soon when the file is ${how}, and its handle released`, async () => {
      writeFileSync(at("a.log"), "whole\nlast");
      await followed.start();
      remove(at("a.log"));
      await followed.look();
      assert.deepEqual(followed.bodies(), ["whole"]);
      await wait(6000);
      assert.deepEqual(followed.bodies(), ["whole", "last"]);
      if (how === "renamed") await wait(120_000);
      assert.deepEqual(held(), []);
      await followed.stop();
    });
  }

  it("is delivered at the end when the file has rested or is deleted, and waits otherwise", async () => {
    writeFileSync(at("rests.log"), "rests");
    writeFileSync(at("grows.log"), "gro");
    writeFileSync(at("gone.log"), "gone");
    const now = followed.clock.now() / 1000;
    utimesSync(at("rests.log"), now - 10, now - 10);
    utimesSync(at("grows.log"), now, now);
    await followed.start();
    rmSync(at("gone.log"));
    await followed.stop();
    assert.deepEqual(followed.bodies().sort(), ["gone", "rests"]);
    appendFileSync(at("grows.log"), "ws\n");
    await followed.start();
    await followed.stop();
    assert.deepEqual(followed.bodies().sort(), ["gone", "grows", "rests"]);
  });
});
