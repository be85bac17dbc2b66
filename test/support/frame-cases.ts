import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import type { Host } from "../../compiler/model/host.ts";
import { render } from "../../compiler/report/render.ts";
import type { Diagnostic } from "../../grammar/diagnostic.ts";
import { memoryHost } from "./memory-host.ts";

/** A program that a test folder holds, and what is to be said about it. */
export interface FrameCase {
  readonly name: string;
  /** The program with its other files, as written. */
  readonly program: string;
  /** By path; the program is `/case.flow`. */
  readonly files: Readonly<Record<string, string>>;
  readonly expected: string;
}

export function readFrameCases(folder: URL): FrameCase[] {
  return readdirSync(folder)
    .sort()
    .map((name) => {
      const whole = readFileSync(new URL(name, folder), "utf8");
      const [program = "", expected = ""] = whole.split(/^\/\/ -{20,}\n/m);
      const [main = "", ...others] = program.split(/^\/\/ file (?=\S+\n)/m);
      const files: Record<string, string> = { "/case.flow": main };
      for (const other of others) files[`/${other.split("\n", 1)[0]}`] = other.slice(other.indexOf("\n") + 1);
      return { name, program, files, expected };
    });
}

/**
 * A test for each file of `folder`: a program, then after a line of dashes what `diagnose` says about it. `UPDATE=1`
 * writes that part anew; read the difference before committing it. Programs named `ok-…` must be silent. A line
 * `// file NAME` begins another file beside it.
 */
export function frameCases(
  folder: URL,
  diagnose: (host: Host, entry: string) => readonly Diagnostic[] | Promise<readonly Diagnostic[]>,
): void {
  for (const { name, program, files, expected } of readFrameCases(folder)) {
    it(name.replace(/\.flow$/, ""), async () => {
      const frames = render(await diagnose(memoryHost(files), "/case.flow"), {
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
}
