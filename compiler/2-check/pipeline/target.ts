/** The right side of an arrow in an agent: what may go where. */
import type { Expr, FanOut, NameExpr, Target, TargetExpr } from "../../../grammar/ast.ts";
import { walk } from "../../../grammar/walk.ts";
import { messages } from "../../model/messages/messages.ts";
import { argumentOf, ERROR, generic } from "../../model/types/construct.ts";
import { join } from "../../model/types/join.ts";
import { reportNoComponent } from "../call/component.ts";
import { type CheckContext, nearest, refer, renameFix, report, typed } from "../context/context.ts";
import { expectType } from "../value/expect.ts";
import { lookUp, reportUnknown } from "../value/name.ts";
import { type AgentPart, type AgentState, type Flow, partAt, rootOf } from "./flow.ts";
import { eitherHeaders, headersBehind, NO_HEADERS } from "./headers.ts";
import { checkTransaction } from "./limits.ts";
import { checkRefusedOnWire, reportNeedlessElse } from "./refused.ts";
import { checkOneWayOut, checkRoute } from "./route.ts";
import { addAnonymousPart, feedSink, reportSecondFeed } from "./sink.ts";

/** Sends `flow` to `target`. Gives what comes out there for the next arrow, null where nothing does. */
export function sendTo(context: CheckContext, state: AgentState, flow: Flow, target: Target): Flow | null {
  switch (target.kind) {
    case "TargetExpr":
      return sendToOne(context, state, flow, target);
    case "FanOut":
      sendToAll(context, state, flow, target);
      return null;
    case "Route":
      checkRoute(context, state, flow, target, sendTo);
      if (flow.root !== "topic" && flow.root.role === "channel") checkOneWayOut(context, state, target);
      return null;
    case "DropTarget":
      return null;
  }
}

function sendToAll(context: CheckContext, state: AgentState, flow: Flow, target: FanOut): void {
  if (fromChannel(context, state, flow, target)) return;
  for (const one of target.targets) sendTo(context, state, flow, one);
}

/** An arrow copies to all; sinks of one channel would share. Say which is meant. */
function fromChannel(context: CheckContext, state: AgentState, flow: Flow, target: Target): boolean {
  if (flow.root === "topic" || flow.root.role !== "channel") return false;
  report(context, state.env, target.span, messages.report("FLOW5010", { name: flow.root.name }));
  flow.root.wired = true;
  // What was meant to be fed here is spoken for.
  walk(target, (node) => {
    const symbol = node.kind === "NameExpr" ? lookUp(context, node.text, state.env) : null;
    const part = symbol?.kind === "component" ? state.parts.get(symbol.decl) : undefined;
    if (part !== undefined) part.wired = true;
  });
  return true;
}

function sendToOne(context: CheckContext, state: AgentState, flow: Flow, target: TargetExpr): Flow | null {
  const root = rootOf(target.value);
  if (root.kind === "NameExpr") {
    if (root.text === "") return null;
    const symbol = lookUp(context, root.text, state.env);
    if (symbol === null) {
      reportUnknownTarget(context, state, flow, root);
      return null;
    }
    refer(context, state.env, root, symbol);
    if (symbol.kind === "topic") {
      reportOperatorsBehind(context, state, target, root.text);
      checkRefusedOnWire(context, state, flow, target.refused);
      return intoTopic(context, state, flow, root);
    }
    if (symbol.kind === "extern") {
      const role = flow.root !== "topic" && flow.root.role === "channel" ? "sink" : "channel";
      if (flow.root !== "topic") flow.root.wired = true;
      reportNoComponent(context, state.env, root, role, `${role}(…)`);
      return null;
    }
    if (symbol.kind !== "component") {
      const help = "An arrow in an agent goes to a channel, a sink or a topic.";
      report(
        context,
        state.env,
        root.span,
        messages.report("FLOW5006", { what: `\`${root.text}\` cannot be fed`, help }),
      );
      return null;
    }
  } else if (root.kind === "CallExpr") {
    addAnonymousPart(context, state, flow, root);
  } else if (root.kind !== "MissingExpr") {
    const help = "An arrow in an agent goes to a channel, a sink or a topic.";
    report(context, state.env, target.span, messages.report("FLOW5006", { what: "nothing can be sent there", help }));
    return null;
  }
  const part = partAt(context, state, root);
  if (part === null) return null;
  if (part.role === "channel") {
    reportNeedlessElse(context, state.env, target, part.name);
    return intoChannel(context, state, flow, part, target);
  }
  if (part.role === "sink") {
    reportOperatorsBehind(context, state, target, part.name);
    wireIntoSink(context, state, flow, part, root);
    checkRefusedOnWire(context, state, flow, target.refused);
    return null;
  }
  const help = `A source brings events in: it stands left of an arrow, \`${part.name} -> channel\`.`;
  report(
    context,
    state.env,
    root.span,
    messages.report("FLOW5006", { what: `nothing goes into the source \`${part.name}\``, help }),
  );
  return null;
}

/** `c1 -> k1.map(…)`: only a channel gives on what goes into it. */
function reportOperatorsBehind(context: CheckContext, state: AgentState, { value }: TargetExpr, name: string): void {
  if (value.kind !== "CallExpr" || value.callee.kind !== "MemberExpr") return;
  const { span } = value.callee.name;
  const help = "Operators stand left of the arrow: `channel.map(…) -> sink`.";
  report(context, state.env, span, messages.report("FLOW5006", { what: `a wire ends in \`${name}\``, help }));
}

function intoChannel(
  context: CheckContext,
  state: AgentState,
  flow: Flow,
  channel: AgentPart,
  target: TargetExpr,
): Flow | null {
  if (flow.root !== "topic" && flow.root.role === "channel") {
    const what = `the channel \`${flow.root.name}\` goes into the channel \`${channel.name}\``;
    flow.root.wired = true;
    channel.from.push(flow.root);
    const help = "A channel is emptied by a sink. Let the source feed both: `source -> [c1, c2]`.";
    report(context, state.env, target.span, messages.report("FLOW5006", { what, help }));
    return outOf(context, state, channel, target.value);
  }
  if (flow.root !== "topic") {
    flow.root.wired = true;
    channel.from.push(flow.root);
    checkTransaction(context, state, flow.root, channel, target.span);
  } else {
    channel.from.push(channel);
  }
  if (channel.element === null || channel.element.kind === "error") channel.element = flow.element;
  else {
    const joined = join(channel.element, flow.element);
    if (joined === null) {
      expectType(context, state.env, {
        node: flow.expr,
        found: flow.element,
        wanted: channel.element,
        where: `the channel \`${channel.name}\``,
      });
    } else channel.element = joined;
  }
  const { headers } = channel;
  channel.headers = headers === null ? flow.headers : eitherHeaders(headers, flow.headers);
  const type = generic("Channel", channel.element);
  const root = rootOf(target.value);
  typed(context, root, type);
  const symbol = context.symbols.get(root);
  if (symbol?.kind === "component") typed(context, symbol.decl, type);
  return outOf(context, state, channel, target.value);
}

/** What comes out of a channel, with the operators that stand on its way out. */
export function outOf(context: CheckContext, state: AgentState, channel: AgentPart, expr: Expr): Flow {
  const headers = channel.headers ?? NO_HEADERS;
  const bare = rootOf(expr) === expr;
  const found = bare ? null : argumentOf(context.check(expr, null, state.env), "Events");
  return {
    element: bare ? (channel.element ?? ERROR) : (found ?? ERROR),
    headers: headersBehind(context, headers, expr),
    root: channel,
    expr,
  };
}

function wireIntoSink(context: CheckContext, state: AgentState, flow: Flow, sink: AgentPart, at: Expr): void {
  sink.wired = true;
  if (flow.root === "topic" || flow.root.role === "source") {
    reportMissingChannel(context, state, flow, sink.name, at);
    return;
  }
  const channel = flow.root;
  channel.wired = true;
  const first = sink.from[0];
  if (first !== undefined && first !== channel) {
    reportSecondFeed(context, state, at, { sink, first, channel });
    return;
  }
  sink.from.push(channel);
  feedSink(context, state, flow, { channel, sink, at });
}

function intoTopic(context: CheckContext, state: AgentState, flow: Flow, name: NameExpr): null {
  const type = context.check(name, null, state.env);
  const record = argumentOf(type, "Topic") ?? ERROR;
  if (flow.root !== "topic" && flow.root.role === "channel") {
    flow.root.wired = true;
    expectType(context, state.env, {
      node: name,
      found: flow.element,
      wanted: record,
      where: `the topic \`${name.text}\``,
    });
    return null;
  }
  reportMissingChannel(context, state, flow, name.text, name);
  return null;
}

/** A source straight to a sink; a channel that is declared and not wired is the one that was meant between them. */
function reportMissingChannel(context: CheckContext, state: AgentState, flow: Flow, sink: string, at: Expr): void {
  const source = flow.root === "topic" ? "this" : flow.root.name;
  if (flow.root !== "topic") flow.root.wired = true;
  const left = unwired(state, "channel");
  const only = left.length === 1 ? left[0] : undefined;
  if (only !== undefined) takeAsWired(only);
  const channel = only === undefined ? "memory()" : only.name;
  const edit = { span: { start: flow.expr.span.end, end: flow.expr.span.end }, text: ` -> ${channel}` };
  const fixes = [{ title: `Put \`${channel}\` between them`, edits: [edit], safe: false }];
  const labels =
    only === undefined
      ? []
      : [{ span: only.span, message: `\`${channel}\` is declared here, and nothing goes into it` }];
  report(context, state.env, at.span, messages.report("FLOW5001", { source, sink, channel }), { labels, fixes });
}

/** Parts of a role that no wire has reached. */
function unwired(state: AgentState, role: AgentPart["role"]): AgentPart[] {
  return [...new Set(state.parts.values())].filter(
    (part) => part.role === role && !part.wired && part.from.length === 0,
  );
}

/** What a message has named is not reported as unwired, too. */
function takeAsWired(part: AgentPart): void {
  part.wired = true;
  part.from.push(part);
}

/** Flume's tutorial wires `k1` where `hd` is declared; name the one that is left over. */
function reportUnknownTarget(context: CheckContext, state: AgentState, flow: Flow, name: NameExpr): void {
  const wantsSink = flow.root !== "topic" && flow.root.role === "channel";
  const role = wantsSink ? "sink" : "channel";
  if (flow.root !== "topic") flow.root.wired = true;
  const left = unwired(state, role);
  const near = nearest(context, name.text, () => left.map((part) => part.name));
  const only = left.length === 1 ? left[0] : left.find((part) => part.name === near);
  if (only === undefined) {
    reportUnknown(context, name, state.env);
    return;
  }
  const help = `Did you mean \`${only.name}\`? Nothing goes into that ${role} yet.`;
  report(context, state.env, name.span, messages.report("FLOW2001", { name: name.text, help }), {
    labels: [{ span: only.span, message: `\`${only.name}\` is declared here, and nothing goes into it` }],
    fixes: [renameFix(name.span, only.name)],
  });
}
