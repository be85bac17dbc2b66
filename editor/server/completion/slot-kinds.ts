import type {
  AgentDecl,
  Argument,
  Block,
  CallExpr,
  Expr,
  ImportDecl,
  RecordExpr,
  StreamDecl,
  TestDecl,
} from "../../../grammar/ast.ts";

/** What may stand at the cursor. */
export type Slot =
  | { readonly kind: "member"; readonly object: Expr }
  | { readonly kind: "type" }
  | { readonly kind: "declaration" }
  | { readonly kind: "statement"; readonly owner: AgentDecl | StreamDecl | TestDecl | Block }
  | { readonly kind: "component"; readonly role: "source" | "channel" | "sink" | "topic" | "table" }
  /** Right of an arrow. */
  | { readonly kind: "target"; readonly owner: AgentDecl | StreamDecl }
  /** After `every`: how long. */
  | { readonly kind: "interval" }
  /** In a test: what is given something, or looked at. */
  | { readonly kind: "tested"; readonly input: boolean }
  /** After `else ->`. */
  | { readonly kind: "reject" }
  /** After `else`. */
  | { readonly kind: "handler" }
  /** An option's name, or an argument by its place. */
  | { readonly kind: "argument"; readonly call: CallExpr; readonly at: Argument | null }
  /** What an option or a named argument gets. */
  | { readonly kind: "option"; readonly call: CallExpr; readonly name: string }
  /** A value that `of` may have. */
  | { readonly kind: "pattern"; readonly of: Expr; readonly isRoute: boolean }
  | { readonly kind: "field"; readonly record: RecordExpr }
  | { readonly kind: "import"; readonly decl: ImportDecl }
  | { readonly kind: "words"; readonly words: readonly string[] }
  | { readonly kind: "expression" };
