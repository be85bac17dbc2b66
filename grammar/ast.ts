/**
 * The syntax tree: plain data with string kinds and spans, nothing else. Types and symbols live in side tables of
 * the compiler, so that a tree can be shared between compilations. A piece that the text lacks is a `Missing` node
 * (or a name with empty text): later stages stay silent about it, since the parser has already spoken.
 */
import type { Clause, ComponentDecl, Declaration, SourceFile, TestMember } from "./ast/declarations.ts";
import type {
  Argument,
  Block,
  ElseHandler,
  Expr,
  MatchCase,
  Parameter,
  RecordField,
  Spread,
} from "./ast/expressions.ts";
import type { Name } from "./ast/node.ts";
import type { FieldType, FunctionTypeParam, TypeNode } from "./ast/types.ts";
import type { RouteCase, Target, Wire } from "./ast/wires.ts";

export type * from "./ast/declarations.ts";
export type * from "./ast/expressions.ts";
export type * from "./ast/node.ts";
export type * from "./ast/types.ts";
export type * from "./ast/wires.ts";

/** Any node of the tree, told apart by its `kind`. `CHILD_KEYS` of `walk.ts` lists what each has below it. */
export type Node =
  | Name
  | SourceFile
  | Declaration
  | Parameter
  | ComponentDecl
  | TestMember
  | Clause
  | Block
  | Wire
  | Target
  | RouteCase
  | Expr
  | Spread
  | RecordField
  | Argument
  | MatchCase
  | ElseHandler
  | TypeNode
  | FieldType
  | FunctionTypeParam;
