import type { Node } from "../../grammar/ast.ts";
import { messages } from "../messages.ts";
import { describe, mismatch } from "../types/fits.ts";
import type { Inference } from "../types/inference.ts";
import { substitute } from "../types/inference.ts";
import { show } from "../types/show.ts";
import type { Type } from "../types/type.ts";
import { type CheckContext, type Env, report } from "./context.ts";

/**
 * Reports where `found`, the type of `expr` (the place to blame), does not fit `wanted`. `where` names the place in the words of the
 * program: "option `port` of `netcat`". Returns whether it fits.
 */
export function expectType(
  context: CheckContext,
  env: Env,
  expr: Node,
  found: Type,
  wanted: Type,
  where: string,
  inferring: Inference | null = null,
): boolean {
  const parted = mismatch(found, wanted, inferring);
  if (parted === null) return true;
  const whole = parted.path.length === 0;
  if (parted.reason === "unhandled failure" && whole) {
    report(context, env, expr.span, messages.report("FLOW3002", { found: show(found) }));
  } else if (parted.reason === "may be null" && whole && found.kind === "nullable") {
    report(context, env, expr.span, messages.report("FLOW3003", { found: show(found) }));
  } else if (found.kind === "secret") {
    const name = expr.kind === "NameExpr" ? expr.text : "this";
    report(context, env, expr.span, messages.report("FLOW4008", { name, wanted: show(wanted) }));
  } else {
    const shown = inferring === null ? wanted : substitute(wanted, inferring.found);
    const help = whole ? unitHelp(found, wanted) : `They part here: ${describe(parted)}.`;
    report(
      context,
      env,
      expr.span,
      messages.report("FLOW3001", { where, wanted: show(shown), found: show(found), help }),
    );
  }
  return false;
}

/** What to write instead, for the slips that tutorials of other systems invite. */
function unitHelp(found: Type, wanted: Type): string {
  const number = found.kind === "int" || found.kind === "float" || found.kind === "literal";
  if (number && wanted.kind === "duration") return "A duration has a unit: `500ms`, `30s`, `5m`, `1h`, `7d`.";
  if (number && wanted.kind === "size") return "A size has a unit: `512B`, `64KiB`, `1MiB`.";
  if (found.kind === "duration" && wanted.kind === "int") return "A plain number is wanted here, without a unit.";
  if (wanted.kind === "union") return `One of ${show({ kind: "union", members: wanted.members })}.`;
  if (wanted.kind === "int" && found.kind === "float") return "Say how: `.round()`, `.floor()` or `.ceil()`.";
  if (wanted.kind === "string" && found.kind !== "record") return "Put it into a text: `` `${value}` ``.";
  return "";
}
