import type { Inference } from "../../model/types/inference.ts";
import { substitute } from "../../model/types/inference.ts";
import { show } from "../../model/types/show.ts";
import type { Type } from "../../model/types/type.ts";

/** What FLOW3014 says of a name whose type nothing tells; `shape` is what is known of it, `type?`. */
export function unknownType(name: string, shape = "type"): { readonly name: string; readonly written: string } {
  return { name, written: `${name}: ${shape}` };
}

/** What it says of a call whose type argument nothing tells. */
export function unknownArgument(name: string): { readonly name: string; readonly written: string } {
  return { name: `${name}<…>`, written: `${name}<Type>(…)` };
}

/** A type with `type` in the place of each part that is not known yet: `type?`. */
export function shapeOf(type: Type, { names, found }: Inference): string {
  const open: Type = { kind: "parameter", name: "type" };
  return show(substitute(type, new Map([...names].map((name) => [name, found.get(name) ?? open]))));
}
