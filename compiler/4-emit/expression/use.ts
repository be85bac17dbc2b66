import type { Expr, Name } from "../../../grammar/ast.ts";
import type { BoundArgument } from "../../model/checked.ts";
import type { Type } from "../../model/types/type.ts";

/** One use of a declared function or field. */
export interface Use {
  readonly receiver: Expr | null;
  /** `a?.f()`: null for a null receiver. */
  readonly optional: boolean;
  readonly args: readonly BoundArgument[];
  readonly typeArgs: ReadonlyMap<string, Type>;
  /** The program writes the type arguments. */
  readonly written: boolean;
  /** The name where it is used. */
  readonly at: Name | Expr;
}
