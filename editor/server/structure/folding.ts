import type { Unit } from "../../../compiler/model/checked.ts";
import type { Node, Span } from "../../../grammar/ast.ts";
import { indexLines } from "../../../grammar/line-index.ts";
import { scan } from "../../../grammar/scan/scan.ts";
import { walk } from "../../../grammar/walk.ts";

/** Lines that can be folded away behind the first of them; lines count from 1. */
export interface Fold {
  readonly startLine: number;
  readonly endLine: number;
  readonly kind: "region" | "comment" | "imports";
}

const FOLDED: ReadonlySet<Node["kind"]> = new Set([
  "TypeDecl",
  "ConstDecl",
  "FnDecl",
  "TopicDecl",
  "AgentDecl",
  "StreamDecl",
  "TestDecl",
  "ExternDecl",
  "LetStmt",
  "ComponentDecl",
  "Wire",
  "Block",
  "Route",
  "FanOut",
  "ArrayExpr",
  "RecordExpr",
  "CallExpr",
  "LambdaExpr",
  "MatchExpr",
  "RecordType",
]);

/** What can be folded in a file, the outermost where several begin on one line. A closing bracket stays in sight. */
export function folds({ text, tree }: Unit): readonly Fold[] {
  const index = indexLines(text);
  const lineOf = (offset: number): number => index.position(offset).line;
  const found = new Map<number, Fold>();
  const add = ({ start, end }: Span, kind: Fold["kind"]): void => {
    const startLine = lineOf(start);
    const last = lineOf(Math.max(start, end - 1));
    const lastStart = text.lastIndexOf("\n", end - 1) + 1;
    const closes = kind === "region" && /^\s*[\])}]/.test(text.slice(lastStart, end));
    const endLine = closes ? last - 1 : last;
    if (endLine > startLine && !found.has(startLine)) found.set(startLine, { startLine, endLine, kind });
  };
  const imports = tree.declarations.filter(({ kind }) => kind === "ImportDecl");
  const [first, final] = [imports[0], imports.at(-1)];
  if (first !== undefined && final !== undefined) add({ start: first.span.start, end: final.span.end }, "imports");
  for (const run of runs(scan(text).comments, text)) add(run, "comment");
  walk(tree, (node) => {
    if (FOLDED.has(node.kind)) add(node.span, "region");
  });
  return [...found.values()].sort((a, b) => a.startLine - b.startLine);
}

/** Comments that follow each other with nothing between them but white space are one. */
function runs(comments: readonly { readonly span: Span }[], text: string): Span[] {
  const joined: Span[] = [];
  for (const { span } of comments) {
    const before = joined.at(-1);
    if (before !== undefined && /^[ \t]*\r?\n?[ \t]*$/.test(text.slice(before.end, span.start))) {
      joined[joined.length - 1] = { start: before.start, end: span.end };
    } else joined.push(span);
  }
  return joined;
}
