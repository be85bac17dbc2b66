import { widen } from "../../model/types/construct.ts";
import { show } from "../../model/types/show.ts";
import type { Type } from "../../model/types/type.ts";

/** What to say where a `Json` stands for a value of the language, or the other way round; empty for other types. */
export function jsonHelp(found: Type, wanted: Type): string {
  if ((found.kind === "json") === (wanted.kind === "json")) return "";
  if (wanted.kind === "json") return "Make it JSON: `asJson(value)`.";
  return `Read it as a value, which can fail: \`.as<${show(widen(wanted))}>() else …\`.`;
}

/** True when a `Map` somewhere inside has a `Json` for its key. */
export function hasJsonKey(type: Type): boolean {
  switch (type.kind) {
    case "map":
      return type.key.kind === "json" || hasJsonKey(type.value);
    case "array":
      return hasJsonKey(type.element);
    case "nullable":
    case "fallible":
      return hasJsonKey(type.type);
    case "generic":
      return type.args.some(hasJsonKey);
    default:
      return false;
  }
}
