import type { Type } from "../../model/types/type.ts";
import { asValue, atom, type Value } from "../code.ts";
import type { At } from "../module.ts";
import { typed } from "../types.ts";

/** Key and value of a pair of type `type`, taken apart here if they are not yet. */
export function keyAndValue(
  pair: Value,
  type: Type,
  at: At,
  names: readonly string[] | null = null,
): readonly [Value, Value] {
  const [first, second] = pair.parts ?? [];
  if (first !== undefined && second !== undefined) return [first, second];
  const key = at.block.scope.declare(names?.[0] || "key");
  const value = at.block.scope.declare(names?.[1] || "value");
  at.block.statements.push([`const [${key}, ${value}] = `, typed(pair.whole(), type, at.module).doc, ";"]);
  return [asValue(atom(key)), asValue(atom(value))];
}
