import type { Expr } from "../../../grammar/ast.ts";
import { messages } from "../../model/messages/messages.ts";
import { argumentOf, STRING } from "../../model/types/construct.ts";
import { fits } from "../../model/types/fits.ts";
import { show } from "../../model/types/show.ts";
import type { Type } from "../../model/types/type.ts";
import { checkComponent } from "../call/component.ts";
import { type CheckContext, type Env, refer, report, typed } from "../context/context.ts";
import { expectType } from "../value/expect.ts";
import { lookUp, reportUnknown } from "../value/name.ts";

/**
 * `else -> rejects`: the target takes the original element, a sink or topic. A topic of strings takes any element:
 * as text, so that one topic can collect the rejects of a whole program; with `takesBytes` one of bytes does, too.
 */
export function checkReject(context: CheckContext, target: Expr, element: Type, env: Env, takesBytes = false): void {
  const takesText = (wanted: Type): boolean => fits(STRING, wanted) || (takesBytes && wanted.kind === "bytes");
  if (target.kind === "CallExpr") {
    const body = checkComponent(context, target, "sink", element, env);
    typed(context, target, { kind: "generic", name: "Sink", args: [body] });
    if (body.kind !== "error" && !(takesBytes && takesText(body)))
      expectType(context, env, { node: target, found: element, wanted: body, where: "the rejected element" });
    return;
  }
  if (target.kind !== "NameExpr") {
    if (target.kind !== "MissingExpr") reportNoTarget(context, target, "this", env);
    return;
  }
  if (target.text === "") return;
  const symbol = lookUp(context, target.text, env);
  if (symbol === null) {
    reportUnknown(context, target, env);
    return;
  }
  refer(context, env, target, symbol);
  const isSink = symbol.kind === "component" && symbol.decl.role === "sink";
  if (symbol.kind !== "topic" && !isSink) {
    reportNoTarget(context, target, target.text, env);
    return;
  }
  const type = context.typeOfSymbol(symbol, target, env);
  typed(context, target, type);
  const wanted = argumentOf(type, "Topic") ?? argumentOf(type, "Sink");
  if (wanted === null || takesText(wanted)) return;
  expectType(context, env, { node: target, found: element, wanted, where: `\`${target.text}\`` });
}

function reportNoTarget(context: CheckContext, target: Expr, name: string, env: Env): void {
  const found = context.types.get(target);
  const what =
    found === undefined ? "cannot take rejected elements" : `is a \`${show(found)}\`, which takes no elements`;
  const parameters = { what: `\`${name}\` ${what}`, help: "Rejects go to a topic or a sink." };
  report(context, env, target.span, messages.report("FLOW5006", parameters));
}
