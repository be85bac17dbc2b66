/** The emitted module as plain data, statement by statement; `print.ts` alone knows how it becomes text. */
import type { Doc } from "./doc.ts";

interface WrittenBase {
  readonly name: string;
  /** Lines of its doc comment. */
  readonly doc: readonly string[];
  readonly exported: boolean;
  /** Where its name stands in the source. */
  readonly mark: string;
}

/** `type name = type`, at the top level. */
export interface WrittenType extends WrittenBase {
  readonly kind: "type";
  readonly type: string;
}
/** `const name: type = value`, at the top level; null for a type that TypeScript finds by itself. */
export interface WrittenConst extends WrittenBase {
  readonly kind: "const";
  readonly type: string | null;
  readonly value: Doc;
}
/** A function at the top level; a parameter with a `value` may be left out of calls. */
export interface WrittenFunction extends WrittenBase {
  readonly kind: "function";
  readonly typeParams: readonly string[];
  readonly params: readonly { readonly name: string; readonly type: string; readonly value: Doc | null }[];
  readonly result: string;
  readonly statements: readonly Doc[];
}
/** Something that has to be done before what follows. */
export interface WrittenStatement {
  readonly kind: "statement";
  readonly text: Doc;
}

/** What stands at the top level of an emitted module, in the order in which it is printed. */
export type Written = WrittenType | WrittenConst | WrittenFunction | WrittenStatement;
