import type { AgentDecl, CallExpr, ComponentDecl, Expr, Name, Target, Wire } from "../../../grammar/ast.ts";
import { walk } from "../../../grammar/walk.ts";
import type { FlowSymbol, Unit } from "../../model/checked.ts";
import { messages } from "../../model/messages/messages.ts";
import { argumentOf, ERROR, generic } from "../../model/types/construct.ts";
import { checkComponent, reportNoComponent } from "../call/component.ts";
import { type CheckContext, declareOnce, isUsed, moduleEnv, report, typed, withLocals } from "../context/context.ts";
import { lookUp } from "../value/name.ts";
import { type AgentPart, type AgentState, envOfOptions, type Flow, partAt, rootOf } from "./flow.ts";
import {
  type Headers,
  headersBehind,
  headersOfSource,
  NO_HEADERS,
  RECORD_HEADERS,
  UNKNOWN_HEADERS,
} from "./headers.ts";
import { outOf, sendTo } from "./target.ts";

/** Checks an agent: its components, its wires from sources to sinks, and that nothing is left unwired. */
export function checkAgent(context: CheckContext, decl: AgentDecl, unit: Unit): void {
  const components = decl.members.filter((member) => member.kind === "ComponentDecl");
  const wires = decl.members.filter((member) => member.kind === "Wire");
  const locals = declareComponents(context, decl, components, unit);
  const headers = (expr: Expr): Headers => headersAt(context, state, expr);
  const env = {
    ...withLocals(moduleEnv(unit), locals),
    where: "agent" as const,
    onlyValues: false,
    headersBehind: headers,
  };
  const state: AgentState = { decl, env, parts: new Map() };
  for (const [, symbol] of locals) if (symbol.kind === "component") addPart(context, state, symbol.decl);

  // Wires that begin at a channel wait until all others have said what goes into it.
  const startsAtChannel = (wire: Wire): boolean => {
    const root = rootOf(wire.from);
    const symbol = root.kind === "NameExpr" ? lookUp(context, root.text, env) : null;
    return symbol?.kind === "component" && symbol.decl.role === "channel";
  };
  for (const wire of wires) if (!startsAtChannel(wire)) checkWire(context, state, wire);
  for (const wire of wires) if (startsAtChannel(wire)) checkWire(context, state, wire);
  const understood = !wires.some((wire) => hasUnknown(context, state, wire));
  for (const part of new Set(state.parts.values())) checkWired(context, state, part, understood);
}

function declareComponents(
  context: CheckContext,
  decl: AgentDecl,
  components: readonly ComponentDecl[],
  unit: Unit,
): [string, FlowSymbol][] {
  const seen = new Map<string, Name>();
  return components
    .filter((component) => declareOnce(context, moduleEnv(unit), seen, component.name))
    .map((component) => [component.name.text, { kind: "component", decl: component, agent: decl, unit }]);
}

function addPart(context: CheckContext, state: AgentState, decl: ComponentDecl): void {
  const call = decl.value.kind === "CallExpr" ? decl.value : null;
  const part: AgentPart = {
    role: decl.role,
    name: decl.name.text,
    call,
    span: decl.name.span,
    element: null,
    headers: null,
    from: [],
    wired: false,
  };
  state.parts.set(decl, part);
  if (call === null) {
    const form = `${decl.role} ${decl.name.text} = name(option: value)`;
    reportNoComponent(context, state.env, decl.value, decl.role, form);
    part.element = ERROR;
    typed(context, decl, ERROR);
    return;
  }
  state.parts.set(call, part);
  if (decl.role === "sink") return;
  const body = checkComponent(context, call, decl.role, null, envOfOptions(state, call));
  if (decl.role === "channel") {
    typed(context, decl, generic("Channel", ERROR));
    return;
  }
  part.element = body;
  part.headers = headersOfSource(context, call);
  typed(context, decl, generic("Events", body));
  typed(context, call, generic("Events", body));
}

function checkWire(context: CheckContext, state: AgentState, wire: Wire): void {
  let flow = flowOf(context, state, wire);
  for (const [index, target] of wire.to.entries()) {
    if (flow === null) {
      if (index === 0) return;
      const before = wire.to[index - 1];
      const ends =
        before?.kind === "TargetExpr" ? "A sink is the end of a wire." : "Wire each of them on its own line.";
      const symbol = before?.kind === "TargetExpr" ? context.symbols.get(rootOf(before.value)) : undefined;
      const isEnd =
        before?.kind !== "TargetExpr" ||
        symbol?.kind === "topic" ||
        (symbol?.kind === "component" && symbol.decl.role === "sink");
      if (isEnd)
        report(
          context,
          state.env,
          target.span,
          messages.report("FLOW5006", { what: "the wire has ended before", help: ends }),
        );
      return;
    }
    flow = sendTo(context, state, flow, target);
  }
}

function flowOf(context: CheckContext, state: AgentState, wire: Wire): Flow | null {
  const { from } = wire;
  const root = rootOf(from);
  // `r1 => c1`, of which the parser has spoken.
  if (root.kind === "LambdaExpr") return null;
  const type = context.check(from, null, state.env);
  if (root.kind === "CallExpr" && !state.parts.has(root)) addAnonymousSource(context, state, root);
  const part = partAt(context, state, root);
  if (part?.role === "channel") {
    part.wired = true;
    return outOf(context, state, part, from);
  }
  if (part?.role === "sink") {
    const what = `nothing comes out of the sink \`${part.name}\``;
    const help = "A wire begins at a source, a channel or a topic.";
    report(context, state.env, from.span, messages.report("FLOW5006", { what, help }));
    return null;
  }
  const topic = argumentOf(type, "Topic");
  const element = argumentOf(type, "Events") ?? topic;
  if (element !== null) {
    if (part !== null)
      return { element, headers: headersBehind(context, part.headers ?? NO_HEADERS, from), root: part, expr: from };
    // Records of a topic carry when they were written.
    return {
      element,
      headers: headersBehind(context, RECORD_HEADERS, from),
      root: "topic",
      expr: from,
    };
  }
  if (part?.role === "source") {
    part.wired = true;
    return { element: ERROR, headers: UNKNOWN_HEADERS, root: part, expr: from };
  }
  if (type.kind !== "error") {
    const help = "A wire begins at a source, a channel or a topic.";
    report(context, state.env, from.span, messages.report("FLOW5006", { what: "nothing flows from here", help }));
  }
  return null;
}

/** Headers of what comes out of `expr`, which begins at a part or topic that has been looked at. */
function headersAt(context: CheckContext, state: AgentState, expr: Expr): Headers {
  const root = rootOf(expr);
  const part = partAt(context, state, root);
  if (part !== null) return headersBehind(context, part.headers ?? NO_HEADERS, expr);
  const symbol = context.symbols.get(root);
  if (symbol?.kind === "topic") return headersBehind(context, RECORD_HEADERS, expr);
  return root.kind === "CallExpr" ? headersBehind(context, headersOfSource(context, root), expr) : UNKNOWN_HEADERS;
}

function addAnonymousSource(context: CheckContext, state: AgentState, call: CallExpr): void {
  const type = context.types.get(call) ?? ERROR;
  // What goes on behind a source that nobody knows is looked at all the same.
  const element = type.kind === "error" ? ERROR : argumentOf(type, "Events");
  if (element === null || call.callee.kind !== "NameExpr") return;
  state.parts.set(call, {
    role: "source",
    name: call.callee.text,
    call,
    span: call.callee.span,
    element,
    headers: headersOfSource(context, call),
    from: [],
    wired: false,
  });
}

/** True where a wire leads nowhere, or a stage is a name that nothing has: which part it was meant to be is not known. */
function hasUnknown(context: CheckContext, state: AgentState, wire: Wire): boolean {
  const roots = (target: Target): Expr[] => {
    if (target.kind === "TargetExpr") return [rootOf(target.value)];
    if (target.kind === "FanOut") return target.targets.flatMap(roots);
    return target.kind === "Route" ? target.cases.flatMap((one) => roots(one.target)) : [];
  };
  if (wire.to.length === 0) return true;
  return [rootOf(wire.from), ...wire.to.flatMap(roots)].some(
    (root) =>
      root.kind === "MissingExpr" || (root.kind === "NameExpr" && !isPart(lookUp(context, root.text, state.env))),
  );
}

function isPart(symbol: FlowSymbol | null): boolean {
  return symbol?.kind === "component" || symbol?.kind === "topic";
}

/** Every part must be on a way from a source to a sink; this is asked only where all wires are understood. */
function checkWired(context: CheckContext, state: AgentState, part: AgentPart, understood: boolean): void {
  const { name } = part;
  if (part.role === "sink" && part.call !== null && !context.calls.has(part.call))
    checkComponent(context, part.call, "sink", null, envOfOptions(state, part.call));
  if (!understood) return;
  if (part.role === "source") {
    if (!part.wired) report(context, state.env, part.span, messages.report("FLOW5005", { name }));
  } else if (part.role === "channel") {
    if (part.from.length === 0) report(context, state.env, part.span, messages.report("FLOW5003", { name }));
    else if (!part.wired && !isReadByStream(context, state.decl.name.text, name))
      report(context, state.env, part.span, messages.report("FLOW5004", { name }));
  } else {
    const rejects = [...state.parts].some(
      ([node, one]) => one === part && node.kind === "ComponentDecl" && isUsed(context, node),
    );
    if (part.wired || (rejects && part.from.length === 0)) return;
    const channels = [...state.parts.values()].filter((one) => one.role === "channel");
    const channel = channels[0]?.name ?? "channel";
    const help = `Wire a channel to it: \`${channel} -> ${name}\`. Flume drops such a sink and only logs it.`;
    report(context, state.env, part.span, messages.report("FLOW5002", { name, help }));
  }
}

/** A stream, of any file, may be what empties a channel: `let lines = a1.c1`. */
function isReadByStream(context: CheckContext, agent: string, part: string): boolean {
  for (const unit of context.scopes.modules.keys()) if (partsReadByStreams(unit).has(`${agent}.${part}`)) return true;
  return false;
}

/** What the streams of a file may read of agents: every `a.b` that is written in them. */
export function partsReadByStreams({ tree }: Unit): ReadonlySet<string> {
  const read = new Set<string>();
  for (const decl of tree.declarations) {
    if (decl.kind !== "StreamDecl") continue;
    walk(decl, (node) => {
      if (node.kind === "MemberExpr" && node.object.kind === "NameExpr")
        read.add(`${node.object.text}.${node.name.text}`);
      return true;
    });
  }
  return read;
}
