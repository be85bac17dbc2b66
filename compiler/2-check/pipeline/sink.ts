/** Sinks where events go into them, alone or in a group. */
import type { CallExpr, Expr } from "../../../grammar/ast.ts";
import { messages } from "../../model/messages/messages.ts";
import { generic } from "../../model/types/construct.ts";
import { checkComponent, componentNamed, type Role } from "../call/component.ts";
import { type CheckContext, refer, report, typed } from "../context/context.ts";
import { expectType } from "../value/expect.ts";
import { lookUp } from "../value/name.ts";
import { type AgentPart, type AgentState, envOfOptions, type Flow } from "./flow.ts";
import { checkTransaction } from "./limits.ts";
import { checkSinkHeaders } from "./sink-headers.ts";

/** Checks the sink's options with what it gets, and what its escapes need; members of a group get the same. */
export function feedSink(
  context: CheckContext,
  state: AgentState,
  flow: Flow,
  { channel, sink, at }: { readonly channel: AgentPart; readonly sink: AgentPart; readonly at: Expr },
): void {
  if (sink.call === null) return;
  for (const { value } of sink.call.args) {
    const member = memberAt(context, state, flow, value);
    if (member === null || member === sink) continue;
    const first = member.from[0];
    if (first !== undefined) {
      reportSecondFeed(context, state, value, { sink: member, first, channel });
      continue;
    }
    member.wired = true;
    member.from.push(channel);
    feedSink(context, state, flow, { channel, sink: member, at: value });
    if (isGroup(context, member)) {
      const help = "A group contains single sinks and topics: list them all in one group.";
      const what = `\`${member.name}\` is a group of sinks itself`;
      report(context, state.env, value.span, messages.report("FLOW5006", { what, help }));
    }
  }
  const first = sink.element === null;
  const body = first
    ? checkComponent(context, sink.call, "sink", flow.element, envOfOptions(state, sink.call))
    : (sink.element as typeof flow.element);
  sink.element = body;
  const type = generic("Sink", body);
  typed(context, sink.call, type);
  const symbol = context.symbols.get(at);
  if (symbol?.kind === "component") typed(context, symbol.decl, type);
  if (body.kind !== "error")
    expectType(context, state.env, { node: at, found: flow.element, wanted: body, where: `the sink \`${sink.name}\`` });
  checkSinkHeaders(context, { env: state.env, inStream: false }, sink.call, flow.headers);
  checkTransaction(context, state, sink, channel, at.span);
}

function isGroup(context: CheckContext, { call }: AgentPart): boolean {
  return call !== null && context.calls.get(call)?.args.some((arg) => arg.values !== null) === true;
}

/** The sink that an argument of a group is: by its name, or written there. */
function memberAt(context: CheckContext, state: AgentState, flow: Flow, value: Expr): AgentPart | null {
  if (value.kind === "CallExpr" && value.callee.kind === "NameExpr") {
    if (componentNamed(context, state.env, value.callee.text, "sink") === undefined) return null;
    addAnonymousPart(context, state, flow, value);
    return state.parts.get(value) ?? null;
  }
  const symbol = value.kind === "NameExpr" ? lookUp(context, value.text, state.env) : null;
  if (symbol?.kind !== "component" || symbol.decl.role !== "sink") return null;
  refer(context, state.env, value, symbol);
  return state.parts.get(symbol.decl) ?? null;
}

/** A component written where it is used: a channel after a source, a sink after a channel. */
export function addAnonymousPart(context: CheckContext, state: AgentState, flow: Flow, call: CallExpr): void {
  if (call.callee.kind !== "NameExpr" || state.parts.has(call)) return;
  const name = call.callee.text;
  const wanted = flow.root !== "topic" && flow.root.role === "channel" ? "sink" : "channel";
  const other = wanted === "sink" ? "channel" : "sink";
  const isOf = (role: Role) => componentNamed(context, state.env, name, role) !== undefined;
  // What is a topic, too, is meant to be written to.
  const role = !isOf(wanted) && isOf(other) && !isOf("topic") ? other : wanted;
  state.parts.set(call, {
    role,
    name,
    call,
    span: call.callee.span,
    element: null,
    headers: null,
    from: [],
    wired: false,
  });
  if (role === "channel") checkComponent(context, call, "channel", null, state.env);
}

/** Reports a sink that something feeds already: another channel, or the same one over another arrow. */
export function reportSecondFeed(
  context: CheckContext,
  state: AgentState,
  at: Expr,
  { sink, first, channel }: { readonly sink: AgentPart; readonly first: AgentPart; readonly channel: AgentPart },
): void {
  const help =
    first === channel
      ? "Name it once: it has these events already."
      : "A sink empties one channel. Send both sources into one channel, or declare a second sink.";
  report(context, state.env, at.span, messages.report("FLOW5009", { name: sink.name, first: first.name, help }));
}
