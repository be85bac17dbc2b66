import type { Diagnostic, TextEdit } from "../../grammar/diagnostic.ts";

/** Edits that can be made together. */
export interface SafeFixes {
  /** By path of the file; they do not overlap. */
  readonly edits: ReadonlyMap<string, readonly TextEdit[]>;
  /** How many fixes they are. */
  readonly count: number;
}

/**
 * The first safe fix of each diagnostic. One that overlaps an earlier one is left for a later round, when its place is
 * known again.
 */
export function safeFixes(diagnostics: readonly Diagnostic[]): SafeFixes {
  const edits = new Map<string, TextEdit[]>();
  let count = 0;
  for (const diagnostic of diagnostics) {
    const fix = diagnostic.fixes?.find((candidate) => candidate.safe);
    if (fix === undefined || fix.edits.length === 0) continue;
    const located = fix.edits.map((edit) => ({ ...edit, file: edit.file ?? diagnostic.file }));
    if (located.some((edit) => edits.get(edit.file)?.some((other) => overlap(edit, other)))) continue;
    for (const edit of located) edits.set(edit.file, [...(edits.get(edit.file) ?? []), edit]);
    count++;
  }
  return { edits, count };
}

/** Two insertions at one place count as overlapping: their order would be a guess. */
function overlap(a: TextEdit, b: TextEdit): boolean {
  if (a.span.start === b.span.start) return true;
  return a.span.start < b.span.end && b.span.start < a.span.end;
}
