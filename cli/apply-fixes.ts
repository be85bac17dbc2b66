import { readFileSync, writeFileSync } from "node:fs";
import { safeFixes } from "../compiler/report/safe-fixes.ts";
import { applyEdits } from "../grammar/apply-edits.ts";
import type { Diagnostic } from "../grammar/diagnostic.ts";

/** Writes the safe fixes of the diagnostics into the files and gives how many were taken. */
export function applySafeFixes(diagnostics: readonly Diagnostic[]): number {
  const { edits, count } = safeFixes(diagnostics);
  for (const [file, list] of edits) writeFileSync(file, applyEdits(readFileSync(file, "utf8"), list));
  return count;
}
