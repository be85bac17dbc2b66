import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { applySafeFixes } from "../../cli/apply-fixes.ts";
import type { Diagnostic } from "../../grammar/diagnostic.ts";
import { tempFolders } from "../support/temp-folder.ts";

describe("fixes on disk", () => {
  const folder = tempFolders();

  function diagnostic(file: string, start: number, end: number, text: string, safe = true): Diagnostic {
    const span = { start, end };
    const fixes = [{ title: "mend", safe, edits: [{ span, text }] }];
    return { code: "FLOW0000", severity: "error", file, span, message: "wrong", fixes };
  }

  it("applies safe fixes only, and the first of two that overlap", () => {
    const file = join(folder(), "a.flow");
    writeFileSync(file, "aaa bbb ccc");
    const applied = applySafeFixes([
      diagnostic(file, 0, 3, "A"),
      diagnostic(file, 2, 7, "B"),
      diagnostic(file, 4, 7, "unsafe", false),
      diagnostic(file, 8, 11, "C"),
    ]);
    assert.equal(applied, 2);
    assert.equal(readFileSync(file, "utf8"), "A bbb C");
  });
});
