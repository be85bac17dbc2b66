import type { Analysis } from "../../compiler/compile.ts";
import type { Span } from "../../grammar/ast.ts";
import type { Diagnostic, Fix } from "../../grammar/diagnostic.ts";

/** A fix of a diagnostic that the cursor or selection touches. */
export interface CodeAction {
  readonly diagnostic: Diagnostic;
  readonly fix: Fix;
}

/** What can be mended in the part of the file that `span` touches: the same fixes that `sluice check --fix` knows. */
export function codeActions(analysis: Analysis, span: Span): readonly CodeAction[] {
  return analysis.diagnostics
    .filter((one) => one.file === analysis.checked.entry.path)
    .filter((one) => one.span.start <= span.end && span.start <= one.span.end)
    .flatMap((diagnostic) => (diagnostic.fixes ?? []).map((fix) => ({ diagnostic, fix })));
}
