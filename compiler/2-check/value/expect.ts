import type { Expr } from "../../../grammar/ast.ts";
import { messages } from "../../model/messages/messages.ts";
import { describe, type Mismatch, mismatch } from "../../model/types/fits.ts";
import { hasUnknown, type Inference, substitute } from "../../model/types/inference.ts";
import { show } from "../../model/types/show.ts";
import type { Type } from "../../model/types/type.ts";
import { type CheckContext, type Env, report } from "../context/context.ts";
import { adviceOn } from "./advice.ts";
import { blame, type Expectation } from "./blame.ts";
import { reportUnhandled } from "./unhandled.ts";

/**
 * Reports where the type that was found does not fit the one that is wanted, at the smallest part that is to blame.
 * Returns whether it fits. `inferring` holds the type parameters that are still to be found, and are by this.
 */
export function expectType(
  context: CheckContext,
  env: Env,
  { node, found, wanted, where }: Expectation,
  inferring: Inference | null = null,
): boolean {
  const parted = mismatch(found, wanted, inferring);
  if (parted === null) return true;
  const known = inferring === null ? wanted : substitute(wanted, inferring.found);
  const whole = { node, found, wanted: known, where };
  const open = inferring !== null && hasUnknown(known, inferring);
  const part =
    found.kind === "fallible" ? blame(context, { ...whole, wanted: found.type }) : open ? whole : blame(context, whole);
  if (part.node === node) say(context, env, whole, parted, inferring);
  else say(context, env, part, mismatch(part.found, part.wanted) ?? parted, null);
  return false;
}

/**
 * A failure must be handled where it lands: what is put into a name, a field or an element, of which no type is
 * written. Reports one that is not, and gives the type without it.
 */
export function expectHandled(context: CheckContext, env: Env, expr: Expr, found: Type): Type {
  if (found.kind !== "fallible") return found;
  expectType(context, env, { node: expr, found, wanted: found.type, where: "this" });
  return found.type;
}

function say(context: CheckContext, env: Env, at: Expectation, parted: Mismatch, inferring: Inference | null): void {
  const { node, found, wanted, where } = at;
  const whole = parted.path.length === 0;
  const isUnhandled = parted.reason === "unhandled failure" || parted.reason === "may be null";
  if (whole && isUnhandled && reportUnhandled(context, env, node, found)) return;
  if (parted.reason === "secret" || parted.found.kind === "secret") {
    const name = node.kind === "NameExpr" ? `\`${node.text}\`` : "this";
    report(context, env, node.span, messages.report("FLOW4008", { name, where }));
  } else {
    const { help, fixes } = whole
      ? adviceOn(node, found, wanted)
      : { help: `They differ: ${describe(parted)}.`, fixes: [] };
    const parameters = { where, wanted: showOpen(wanted, inferring), found: show(found), help };
    report(context, env, node.span, messages.report("FLOW3001", parameters), { fixes });
  }
}

/** What a type parameter will be is not known here, and any type would do: `any[]`. */
function showOpen(wanted: Type, inferring: Inference | null): string {
  const any: Type = { kind: "parameter", name: "any" };
  return show(substitute(wanted, new Map([...(inferring?.names ?? [])].map((name) => [name, any]))));
}
