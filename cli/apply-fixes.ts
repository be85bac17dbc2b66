import { readFileSync, writeFileSync } from "node:fs";
import { safeFixes } from "../compiler/report/safe-fixes.ts";
import type { Diagnostic, TextEdit } from "../grammar/diagnostic.ts";

/** Writes the safe fixes of the diagnostics into the files and gives how many were taken. */
export function applySafeFixes(diagnostics: readonly Diagnostic[]): number {
  const { edits, count } = safeFixes(diagnostics);
  for (const [file, list] of edits) writeFileSync(file, applyEdits(readFileSync(file, "utf8"), list));
  return count;
}

/** The text with edits that do not overlap put in. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = text;
  for (const { span, text: replacement } of edits.toSorted((a, b) => b.span.start - a.span.start)) {
    result = result.slice(0, span.start) + replacement + result.slice(span.end);
  }
  return result;
}
