import type { Type } from "../../model/types/type.ts";
import { declareConst } from "../block.ts";
import type { Value } from "../code.ts";
import type { Doc } from "../doc.ts";
import { emitLoop } from "../loop.ts";
import type { At } from "../module.ts";
import type { Link } from "../operators/chain.ts";
import { declareElement, type NameHint, plainName } from "../operators/name-hint.ts";
import { needsWriting, typeText } from "../types.ts";

/** Writes a loop over what a lambda gives for one element. */
export function emitInner(link: Link, list: Doc, type: Type, hint: NameHint, made: (one: Value) => Value): void {
  let value: Value | null = null;
  emitLoop(
    link.at,
    list,
    (scope) => {
      const declared = declareElement(scope, hint, plainName(type));
      value = declared.value;
      return declared;
    },
    (inner, leave) => {
      if (value !== null) link.next(made(value), inner, leave);
    },
  );
}

/** A list written out is given its type: TypeScript would make `[["a", 1]]` a list of lists. */
export function listOf(values: Value, element: Type, at: At): Doc {
  const code = values.whole();
  const type: Type = { kind: "array", element };
  return code.widens && needsWriting(type)
    ? declareConst(at.block, "list", code.doc, typeText(at.module, type))
    : code.doc;
}
