import { type Doc, group } from "./doc.ts";
import type { Scope } from "./scope.ts";

/** Where statements are written, one after another, and the names that they declare. */
export interface Block {
  readonly scope: Scope;
  readonly statements: Doc[];
}

/** An empty block whose names are those of `scope`. */
export function createBlock(scope: Scope): Block {
  return { scope, statements: [] };
}

/** A block inside `block`, not yet part of it. */
export function innerBlock(block: Block): Block {
  return createBlock(block.scope.inner());
}

/** Writes `const name = value;`, with a name as near to `wanted` as can be; gives the name. */
export function declareConst(block: Block, wanted: string, value: Doc, type: Doc | null = null): string {
  const name = block.scope.declare(wanted);
  block.statements.push(group("const ", name, type === null ? [] : [": ", type], " = ", value, ";"));
  return name;
}
