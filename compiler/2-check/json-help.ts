import { widen } from "../types/construct.ts";
import { show } from "../types/show.ts";
import type { Type } from "../types/type.ts";

/** What to say where a `Json` stands for a value of the language, or the other way round; empty for other types. */
export function jsonHelp(found: Type, wanted: Type): string {
  if ((found.kind === "json") === (wanted.kind === "json")) return "";
  if (wanted.kind === "json") return "Make it JSON: `asJson(value)`.";
  return `Read it as a value, which can fail: \`.as<${show(widen(wanted))}>() else …\`.`;
}
