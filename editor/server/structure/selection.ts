import type { Analysis } from "../../../compiler/compile.ts";
import type { Span } from "../../../grammar/ast.ts";
import { nodeAt } from "../../../grammar/walk.ts";

/** What is selected, step by step, as the selection at `offset` grows: the smallest first, the file last. */
export function selections({ checked }: Analysis, offset: number): readonly Span[] {
  const grown: Span[] = [];
  for (const { span } of nodeAt(checked.entry.tree, offset).toReversed()) {
    const before = grown.at(-1);
    const isSame = before !== undefined && before.start === span.start && before.end === span.end;
    if (!isSame && span.end > span.start) grown.push(span);
  }
  return grown;
}
