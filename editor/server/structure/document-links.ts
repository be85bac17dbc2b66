import { dirname, join } from "node:path/posix";
import type { Unit } from "../../../compiler/model/checked.ts";
import type { Span } from "../../../grammar/ast.ts";

/** A path in the text that names another file. */
export interface DocumentLink {
  readonly span: Span;
  /** Path of the file. */
  readonly file: string;
}

/** The files that `import` and `from` name, whether they are there or not. */
export function documentLinks({ path, tree }: Unit): readonly DocumentLink[] {
  return tree.declarations.flatMap((decl) => {
    const from = decl.kind === "ImportDecl" || decl.kind === "ExternDecl" ? decl.from : null;
    if (from === null || !from.value.startsWith(".")) return [];
    return [{ span: from.span, file: join(dirname(path), from.value) }];
  });
}
