import type { CstNode } from "chevrotain";
import type { Comment, Declaration, Node, SourceFile } from "./ast.ts";
import type { BuildContext } from "./build/cst.ts";
import { buildDeclaration } from "./build/declarations.ts";
import { collectDocs } from "./build/docs.ts";
import { buildExpression, buildOperand } from "./build/expressions.ts";
import { type Problem, problem } from "./messages.ts";
import { children } from "./walk.ts";

/** A syntax tree with what is left beside it. */
export interface Built {
  readonly tree: SourceFile;
  /** The comments that are no docs of anything. */
  readonly comments: Comment[];
  /** Faults that are easier to see in the tree than in the row of tokens. */
  readonly problems: Problem[];
}

/** Makes a syntax tree, declaration by declaration. */
export interface AstBuilder {
  add(declaration: CstNode): void;
  finish(): Built;
}

/**
 * Makes the syntax tree from Chevrotain's. The folder `build/` is all that knows that one: after a mistake its parts
 * may be missing wherever the grammar asks for them, and that becomes `Missing` nodes and empty names here.
 */
export function createAstBuilder(text: string, allComments: readonly Comment[]): AstBuilder {
  const declarations: Declaration[] = [];
  const problems: Problem[] = [];
  const docs = collectDocs(allComments, text);
  const context: BuildContext = {
    text,
    docsBefore: docs.before,
    report: (found) => void problems.push(found),
    expression: (part, at) => buildExpression(part, at, context),
    operand: (part, at) => buildOperand(part, at, context),
  };
  return {
    add(declaration) {
      const built = buildDeclaration(declaration, context);
      const deep = built === null ? null : findDeeper(built, DEPTH_LIMIT);
      if (deep !== null) problems.push(problem(deep.span, "FLOW1110", { limit: DEPTH_LIMIT }));
      else if (built !== null) declarations.push(built);
    },
    finish: () => ({
      tree: { kind: "SourceFile", span: { start: 0, end: text.length }, declarations },
      comments: docs.rest(),
      problems,
    }),
  };
}

/**
 * Nodes within nodes that later stages may be given: they visit a tree by calling themselves. Brackets are limited
 * before, but `a + a + …` and `a else b else …` nest without any.
 */
export const DEPTH_LIMIT = 1000;

/** A node below more than `limit` others, found without calling itself. Each level takes a letter at least. */
function findDeeper(root: Node, limit: number): Node | null {
  if (root.span.end - root.span.start < limit) return null;
  let level: Node[] = [root];
  for (let depth = 0; depth < limit; depth++) {
    level = level.flatMap(children);
    if (level.length === 0) return null;
  }
  return level[0] ?? null;
}
