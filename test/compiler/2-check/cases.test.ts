import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { analyse, createCache } from "../../../compiler/compile.ts";
import { render } from "../../../compiler/render.ts";
import { memoryHost } from "../../support/memory-host.ts";

/**
 * One file a case: a program, then after a line of dashes what the compiler says about it. `UPDATE=1` writes that
 * part anew; read the difference before committing it. Programs named `ok-…` must be silent. A line `// file NAME`
 * begins another file beside it.
 */
describe("check: cases", () => {
  const folder = new URL("cases/", import.meta.url);
  const cache = createCache();
  for (const name of readdirSync(folder).sort()) {
    it(name.replace(/\.flow$/, ""), () => {
      const whole = readFileSync(new URL(name, folder), "utf8");
      const [program = "", expected = ""] = whole.split(/^\/\/ -{20,}\n/m);
      const [main = "", ...others] = program.split(/^\/\/ file (?=\S+\n)/m);
      const files: Record<string, string> = { "/case.flow": main };
      for (const other of others) files[`/${other.split("\n", 1)[0]}`] = other.slice(other.indexOf("\n") + 1);
      const { diagnostics } = analyse(memoryHost(files), "/case.flow", cache);
      const frames = render(diagnostics, {
        text: (file) => files[file] ?? "",
        path: (file) => file.slice(1),
        color: false,
      });
      const said = frames
        .replace(/^/gm, "// ")
        .replace(/ +$/gm, "")
        .replace(/\/\/\n?$/, "");
      if (name.startsWith("ok-")) assert.equal(frames, "");
      else if (process.env["UPDATE"]) writeFileSync(new URL(name, folder), `${program}// ${"-".repeat(40)}\n${said}`);
      else assert.equal(said, expected);
    });
  }
});
