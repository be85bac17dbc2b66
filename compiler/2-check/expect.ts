import type { Expr, Node } from "../../grammar/ast.ts";
import { messages } from "../messages.ts";
import { describe, type Mismatch, mismatch } from "../types/fits.ts";
import { hasUnknown, type Inference, substitute } from "../types/inference.ts";
import { show } from "../types/show.ts";
import type { Type } from "../types/type.ts";
import { adviceOn } from "./advice.ts";
import { type Blamed, blame } from "./blame.ts";
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
  const known = inferring === null ? wanted : substitute(wanted, inferring.found);
  const whole = { node: expr, found, wanted: known, where };
  const open = inferring !== null && hasUnknown(known, inferring);
  const part =
    found.kind === "fallible" ? blame(context, { ...whole, wanted: found.type }) : open ? whole : blame(context, whole);
  if (part.node === expr) say(context, env, whole, parted, inferring);
  else say(context, env, part, mismatch(part.found, part.wanted) ?? parted, null);
  return false;
}

/**
 * A failure must be handled where it lands: what is put into a name, a field or an element, of which no type is
 * written. Reports one that is not, and gives the type without it.
 */
export function landed(context: CheckContext, env: Env, expr: Expr, found: Type): Type {
  if (found.kind !== "fallible") return found;
  expectType(context, env, expr, found, found.type, "this");
  return found.type;
}

function say(context: CheckContext, env: Env, at: Blamed, parted: Mismatch, inferring: Inference | null): void {
  const { node, found, wanted, where } = at;
  const whole = parted.path.length === 0;
  if (parted.reason === "unhandled failure" && whole) {
    report(context, env, node.span, messages.report("FLOW3002", { found: show(found) }));
  } else if (parted.reason === "may be null" && whole && found.kind === "nullable") {
    report(context, env, node.span, messages.report("FLOW3003", { found: show(found) }));
  } else if (parted.reason === "secret" || parted.found.kind === "secret") {
    const name = node.kind === "NameExpr" ? `\`${node.text}\`` : "this";
    report(context, env, node.span, messages.report("FLOW4008", { name, where }));
  } else {
    const { help, fixes } = whole
      ? adviceOn(node, found, wanted)
      : { help: `They part here: ${describe(parted)}.`, fixes: [] };
    const parameters = { where, wanted: showOpen(wanted, inferring), found: show(found), help };
    report(context, env, node.span, messages.report("FLOW3001", parameters), { fixes });
  }
}

/** What a type parameter will be is not known here, and any type would do: `any[]`. */
function showOpen(wanted: Type, inferring: Inference | null): string {
  const any: Type = { kind: "parameter", name: "any" };
  return show(substitute(wanted, new Map([...(inferring?.names ?? [])].map((name) => [name, any]))));
}
