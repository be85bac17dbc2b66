import type { Analysis } from "../../../compiler/compile.ts";
import type { Unit } from "../../../compiler/model/checked.ts";
import { safeFixes } from "../../../compiler/report/safe-fixes.ts";
import type { Span } from "../../../grammar/ast.ts";
import type { Diagnostic, Fix, TextEdit } from "../../../grammar/diagnostic.ts";
import { importables, importEdit } from "./auto-import.ts";

/** A fix of a diagnostic that the cursor or selection touches. */
export interface CodeAction {
  readonly diagnostic: Diagnostic;
  readonly fix: Fix;
}

/** An unknown name, type or component, which another file may have. */
const UNKNOWN: ReadonlySet<string> = new Set(["FLOW2001", "FLOW2003", "FLOW2004"]);

/**
 * What can be mended in the part of the file that `span` touches: the same fixes that `sluice check --fix` knows, and
 * imports of names that `others` of the workspace have.
 */
export function codeActions(
  analysis: Analysis,
  span: Span,
  others: () => readonly Unit[] = () => [],
): readonly CodeAction[] {
  return analysis.diagnostics
    .filter((one) => one.file === analysis.checked.entry.path)
    .filter((one) => one.span.start <= span.end && span.start <= one.span.end)
    .flatMap((diagnostic) =>
      [...(diagnostic.fixes ?? []), ...importFixes(analysis, diagnostic, others)].map((fix) => ({ diagnostic, fix })),
    );
}

function importFixes({ checked }: Analysis, { code, span }: Diagnostic, others: () => readonly Unit[]): readonly Fix[] {
  if (!UNKNOWN.has(code)) return [];
  const { entry } = checked;
  const wanted = entry.text.slice(span.start, span.end);
  return importables(entry, others())
    .filter(({ name }) => name === wanted)
    .map((found) => ({
      title: `Import \`${found.name}\` from "${found.from}"`,
      edits: [importEdit(entry, found)],
      safe: false,
    }));
}

/** The edits of all safe fixes of the file, by path, as `sluice check --fix` makes them in one round; none where nothing can be mended. */
export function fixAll(analysis: Analysis): ReadonlyMap<string, readonly TextEdit[]> {
  return safeFixes(analysis.diagnostics.filter((one) => one.file === analysis.checked.entry.path)).edits;
}
