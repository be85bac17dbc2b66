import type { Expr, TemplateLiteral } from "../../../grammar/ast.ts";
import { type Code, primary } from "../code.ts";
import { type Doc, flat } from "../doc.ts";
import { type At, runtime, typeOf } from "../module.ts";
import { templated } from "../text.ts";

/** `` `a ${b}` ``: times, durations and sizes are written as people do, all else as JavaScript does it. */
export function emitTemplate(expr: TemplateLiteral, at: At): Code {
  const doc: Doc[] = ["`", templated(expr.texts[0] ?? "")];
  for (const [index, part] of expr.values.entries()) {
    const unit = typeOf(at, part).kind === "size" ? "B" : "";
    doc.push("${", shown(part, at), `}${unit}`, templated(expr.texts[index + 1] ?? ""));
  }
  return primary(flat(...doc, "`"));
}

function shown(part: Expr, at: At): Doc {
  const { doc } = at.module.emit(part, at).whole();
  switch (typeOf(at, part).kind) {
    case "timestamp":
      return ["new Date(", doc, ").toISOString()"];
    case "duration":
      return [runtime(at, "durationText"), "(", doc, ")"];
    default:
      return doc;
  }
}
