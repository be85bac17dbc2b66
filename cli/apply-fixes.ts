import { readFileSync, writeFileSync } from "node:fs";
import type { Diagnostic, TextEdit } from "../grammar/diagnostic.ts";

/**
 * Writes the safe fixes of the diagnostics into the files and gives how many were taken. A fix that overlaps an earlier
 * one is left for a later round, when its place is known again; so is every fix but the first of a diagnostic.
 */
export function applySafeFixes(diagnostics: readonly Diagnostic[]): number {
  const editsByFile = new Map<string, TextEdit[]>();
  let applied = 0;
  for (const diagnostic of diagnostics) {
    const fix = diagnostic.fixes?.find((candidate) => candidate.safe);
    if (fix === undefined || fix.edits.length === 0) continue;
    const located = fix.edits.map((edit) => ({ ...edit, file: edit.file ?? diagnostic.file }));
    if (located.some((edit) => editsByFile.get(edit.file)?.some((other) => overlap(edit, other)))) continue;
    for (const edit of located) editsByFile.set(edit.file, [...(editsByFile.get(edit.file) ?? []), edit]);
    applied++;
  }
  for (const [file, edits] of editsByFile) writeFileSync(file, applyEdits(readFileSync(file, "utf8"), edits));
  return applied;
}

/** The text with edits that do not overlap put in. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = text;
  for (const { span, text: replacement } of edits.toSorted((a, b) => b.span.start - a.span.start)) {
    result = result.slice(0, span.start) + replacement + result.slice(span.end);
  }
  return result;
}

/** Two insertions at one place count as overlapping: their order would be a guess. */
function overlap(a: TextEdit, b: TextEdit): boolean {
  if (a.span.start === b.span.start) return true;
  return a.span.start < b.span.end && b.span.start < a.span.end;
}
