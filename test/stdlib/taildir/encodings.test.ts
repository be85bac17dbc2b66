import assert from "node:assert/strict";
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tempFolders } from "../../support/temp-folder.ts";
import { FollowedFolder } from "./followed-folder.ts";

/** Has characters with the byte 10 in either half, and some beyond 16 bits. */
const LINES = ["ਊ first Ċ", "sec😀ond", "", "third ਊ"];

describe("taildir, encodings", () => {
  const tempFolder = tempFolders();
  let folder = "";

  beforeEach(() => {
    folder = tempFolder();
    mkdirSync(join(folder, "logs"));
  });

  const at = (name: string) => join(folder, "logs", name);
  const follow = (charset: string, options = {}) =>
    new FollowedFolder(folder, { files: [at("*")], charset, ...options });

  for (const charset of ["utf-16le", "utf-16be"]) {
    for (const mark of ["", "\uFEFF"]) {
      it(`reads ${charset} ${mark === "" ? "without" : "with"} a byte order mark, whatever it is cut into`, async () => {
        const text = Buffer.from(`${mark}${LINES.join("\r\n")}\r\n`, "utf16le");
        if (charset === "utf-16be") text.swap16();
        const followed = follow(charset);
        writeFileSync(at("b"), text);
        writeFileSync(at("a"), "");
        await followed.start();
        for (let start = 0; start < text.length; start += 5) {
          appendFileSync(at("a"), text.subarray(start, start + 5));
          await followed.look();
        }
        await followed.stop();
        assert.deepEqual(followed.bodies(), [...LINES, ...LINES]);
        assert.equal(followed.counts.get("invalidCharacters"), undefined);
      });
    }
  }

  it("cuts lines of UTF-16 that are too long between characters", async () => {
    writeFileSync(at("a"), Buffer.from(`${"😀".repeat(50)}\nshort\n`, "utf16le"));
    const followed = follow("utf-16le", { maxLineLength: 46 });
    await followed.start();
    await followed.stop();
    assert.equal(followed.bodies().join(""), `${"😀".repeat(50)}short`);
    assert.equal(followed.bodies().at(-1), "short");
  });

  it("takes a byte order mark off the first line, and believes it more than the option", async () => {
    writeFileSync(at("a"), "\uFEFF{}\n\uFEFFx\n");
    writeFileSync(at("b"), Buffer.from("\uFEFFwide\n", "utf16le"));
    const followed = follow("utf-8");
    await followed.start();
    appendFileSync(at("b"), Buffer.from("ਊ\n", "utf16le"));
    await followed.stop();
    await followed.start();
    await followed.stop();
    assert.deepEqual(followed.bodies().sort(), ["wide", "{}", "ਊ", "\uFEFFx"]);
  });

  it("reads encodings of several bytes whose line ends are single ones", async () => {
    writeFileSync(at("a"), Buffer.from([0x93, 0xfa, 0x96, 0x7b, 0x0a, 0x8c, 0xea, 0x0a]));
    const followed = follow("shift_jis");
    await followed.start();
    await followed.stop();
    assert.deepEqual(followed.bodies(), ["日本", "語"]);
  });

  it("refuses an encoding that is none, or whose lines cannot be told apart", async () => {
    await assert.rejects(follow("klingon").start(), { message: 'there is no character encoding "klingon"' });
    await assert.rejects(follow("iso-2022-jp").start(), /iso-2022-jp cannot be divided into lines/);
  });
});
