/** The real editor, with the plugin as users put it on their runtime path, and a real server. */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { needs } from "../../support/needs.ts";
import { start } from "../../support/process.ts";
import { root } from "../../support/sluice.ts";
import { tempFolders } from "../../support/temp-folder.ts";

const broken = `stream wordCount every 15s {
  let words = socketText(host: "localhost", port: 19999).flatMap(line => line.split(" "))
  words.map(word => (word, 1)).reduceByKy((x, y) => x + y) -> print()
}
`;

interface Seen {
  readonly never?: string;
  readonly fault?: string;
  readonly errors: string;
  readonly filetype: string;
  readonly colours: Readonly<Record<string, string>>;
  readonly diagnostics: readonly { readonly code: string; readonly lnum: number; readonly message: string }[];
  readonly drawn: readonly { readonly line: number; readonly text: string }[];
  readonly hover: string;
  readonly after: number;
  readonly definition: { readonly file: string; readonly line: string };
}

describe("Neovim", function () {
  this.timeout(60_000);
  const folder = tempFolders();

  it("shows what is wrong with a broken file, the type of a let, and where things are declared", async function () {
    needs(this, "nvim");
    const home = folder();
    const file = join(home, "word-count.flow");
    const seenFile = join(home, "seen.json");
    writeFileSync(file, broken);
    const command = JSON.stringify([process.execPath, join(root, "dist/cli/main.js"), "lsp"]);
    const nvim = start(
      "nvim",
      [
        "--headless",
        "--clean",
        "--cmd",
        `set runtimepath^=${join(root, "editor/neovim")}`,
        "--cmd",
        `let g:sluice_command = ${command}`,
        file,
        "-c",
        `luafile ${join(root, "test/editor/neovim/session.lua")}`,
      ],
      { cwd: home, env: { SEEN: seenFile, XDG_STATE_HOME: home, XDG_DATA_HOME: home, XDG_CACHE_HOME: home } },
    );
    const { stderr } = await nvim.ended;
    const seen = JSON.parse(readFileSync(seenFile, "utf8")) as Seen;
    assert.deepEqual([seen.never, seen.fault], [undefined, undefined], stderr);
    assert.equal(seen.errors, "");
    assert.equal(seen.filetype, "flow");
    assert.deepEqual(seen.colours, {
      stream: "flowKeyword",
      "15s": "flowNumber",
      socketText: "",
      '"localhost"': "flowString",
      "=>": "flowOperator",
    });
    assert.equal(seen.diagnostics[0]?.code, "FLOW2005");
    assert.equal(seen.diagnostics[0]?.lnum, 2);
    assert.match(seen.diagnostics[0]?.message ?? "", /Did you mean `reduceByKey`\?/);
    assert.ok(seen.drawn.some(({ line, text }) => line === 2 && text.includes("reduceByKy")));
    assert.match(seen.hover, /let words: DStream<string>/);
    assert.equal(seen.after, 0);
    assert.equal(seen.definition.file, "socket-text.flow");
    assert.match(seen.definition.line, /extern source socketText/);
  });
});
