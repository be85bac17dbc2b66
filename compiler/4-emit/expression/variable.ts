import { type Doc, group } from "../layout.ts";
import type { At } from "../module.ts";

/** Writes `let name: type = value;` for what branches will set; gives the name. */
export function declareVariable(at: At, wanted: string, type: string, value: Doc | null): string {
  const name = at.block.scope.declare(wanted);
  at.block.statements.push(group("let ", name, ": ", type, value === null ? [] : [" = ", value], ";"));
  return name;
}
