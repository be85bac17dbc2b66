/** `k1 else -> dead`: where a target's refused events go. */
import type { Expr, TargetExpr } from "../../../grammar/ast.ts";
import type { FlowSymbol } from "../../model/checked.ts";
import { messages } from "../../model/messages/messages.ts";
import { argumentOf, generic } from "../../model/types/construct.ts";
import type { Type } from "../../model/types/type.ts";
import { checkComponent, componentNamed } from "../call/component.ts";
import { type CheckContext, type Env, refer, report, typed } from "../context/context.ts";
import { checkReject } from "../expression/reject.ts";
import { lookUp } from "../value/name.ts";
import { type AgentState, envOfOptions, type Flow } from "./flow.ts";
import { alsoHaving } from "./headers.ts";
import { feedSink } from "./sink.ts";
import { checkSinkHeaders } from "./sink-headers.ts";

/** What a dead letter says of itself, beside the headers of its event. */
const HEADERS = ["reason", "place", "edge", "tries", "time"];

/**
 * The target takes what goes along the arrow: it is a sink or topic of that type, of strings (then events come as
 * text or JSON) or of bytes (the same in UTF-8).
 */
export function checkRefused(context: CheckContext, refused: TargetExpr["refused"], element: Type, env: Env): void {
  if (refused?.kind === "ElseReject") checkReject(context, refused.target, element, env, true);
}

/** The same on an agent's wire, where the target is perhaps a sink that nothing else goes into. */
export function checkRefusedOnWire(
  context: CheckContext,
  state: AgentState,
  flow: Flow,
  refused: TargetExpr["refused"],
): void {
  // `else dead` lacks an arrow, and the sink is not without anything for that.
  const meant = refused?.kind === "ElseValue" ? lookUpName(context, state, refused.value) : null;
  if (meant !== null && refused?.kind === "ElseValue") refer(context, state.env, refused.value, meant);
  if (refused?.kind !== "ElseReject") return;
  const { target } = refused;
  const symbol = lookUpName(context, state, target);
  const part = symbol?.kind === "component" ? state.parts.get(symbol.decl) : undefined;
  const call = part === undefined ? target : part.call;
  if (isGroup(context, state, call)) {
    const what = `\`${part?.name ?? "this"}\` is a group of sinks`;
    const help = "Dead letters go to a single sink or topic.";
    report(context, state.env, target.span, messages.report("FLOW5006", { what, help }));
    if (part === undefined || flow.root === "topic") return;
    // Of what stands in it nothing else is wrong.
    part.wired = true;
    feedSink(context, state, flow, { channel: flow.root, sink: part, at: target });
    return;
  }
  if (symbol?.kind === "component" && part?.role === "sink" && part.call !== null && part.element === null) {
    part.element = checkComponent(context, part.call, "sink", flow.element, envOfOptions(state, part.call));
    const type = generic("Sink", part.element);
    typed(context, part.call, type);
    typed(context, symbol.decl, type);
  }
  checkRefused(context, refused, flow.element, state.env);
  if (call?.kind === "CallExpr") {
    checkSinkHeaders(context, { env: state.env, inStream: false }, call, alsoHaving(flow.headers, HEADERS));
  }
}

function lookUpName(context: CheckContext, { env }: AgentState, expr: Expr): FlowSymbol | null {
  return expr.kind === "NameExpr" ? lookUp(context, expr.text, env) : null;
}

function isGroup(context: CheckContext, { env }: AgentState, call: Expr | null): boolean {
  if (call?.kind !== "CallExpr" || call.callee.kind !== "NameExpr") return false;
  const params = componentNamed(context, env, call.callee.text, "sink")?.declaration.params ?? [];
  return params.some(({ type }) => type.kind === "array" && argumentOf(type.element, "Sink") !== null);
}

/** Reports an `else` where nothing is refused: a channel takes what fits, or makes its source wait. */
export function reportNeedlessElse(context: CheckContext, env: Env, { refused }: TargetExpr, channel: string): void {
  if (refused !== null) report(context, env, refused.span, messages.report("FLOW5031", { channel }));
}
