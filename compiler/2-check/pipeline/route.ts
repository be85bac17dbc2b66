import type { Route, RouteCase, Target, TargetExpr } from "../../../grammar/ast.ts";
import { walk } from "../../../grammar/walk.ts";
import { messages } from "../../model/messages/messages.ts";
import { ERROR } from "../../model/types/construct.ts";
import type { Type } from "../../model/types/type.ts";
import { type CheckContext, report } from "../context/context.ts";
import { checkCases, checkPatterns } from "../expression/conditional.ts";
import { addCases } from "../expression/missing-cases.ts";
import { lookUp } from "../value/name.ts";
import { eventOf } from "./event.ts";
import { type AgentState, type Flow, rootOf } from "./flow.ts";

type Send = (context: CheckContext, state: AgentState, flow: Flow, target: Target) => unknown;

/** `route e => … { "CZ" => c1, else => drop }`: every value must have a way. */
export function checkRoute(context: CheckContext, state: AgentState, flow: Flow, route: Route, send: Send): void {
  const param = { name: null, type: eventOf(context, flow.element) };
  const expected: Type = { kind: "function", params: [param], result: ERROR };
  const selector = context.check(route.selector, expected, { ...state.env, eventHeaders: flow.headers });
  const value = selector.kind === "function" ? selector.result : ERROR;
  const last = route.cases.at(-1);
  for (const one of route.cases) checkPatterns(context, one.patterns, value, state.env);
  const missing = checkCases(context, route.cases, value, state.env);
  const stray = missing !== null && last !== undefined ? elseWithoutArrow(context, state, last) : null;
  for (const one of route.cases) send(context, state, flow, one === last && stray !== null ? stray.target : one.target);
  if (missing === null) return;
  if (stray !== null) {
    const drop = `; written \`${stray.written}\`, with its arrow, \`${stray.found}\` is one`;
    const fixes = [{ title: "Write `=>`", edits: stray.edits, safe: true }];
    report(context, state.env, stray.span, messages.report("FLOW3012", { missing: missing.inWords, drop }), { fixes });
    return;
  }
  const drop = "; `else => drop` drops the rest";
  const fixes = last === undefined ? [] : [addCases(state.env.unit.text, last, ["else"], "drop")];
  const reported = messages.report("FLOW3012", { missing: missing.inWords, drop });
  report(context, state.env, route.selector.span, reported, { fixes });
}

/**
 * `"a" => c else drop` at the end of a route, where `c` is a channel: those refuse nothing, so this is the line of the
 * rest. Null for any other line; else where it stands, what it is meant to be, and the target without it.
 */
function elseWithoutArrow(context: CheckContext, { env }: AgentState, { target }: RouteCase) {
  if (target.kind !== "TargetExpr" || target.refused === null) return null;
  const root = rootOf(target.value);
  const symbol = root.kind === "NameExpr" ? lookUp(context, root.text, env) : null;
  if (symbol?.kind !== "component" || symbol.decl.role !== "channel") return null;
  const { span } = target.refused;
  const found = env.unit.text.slice(span.start, span.end);
  const written = found.replace(/^else\s*(->\s*)?/, "else => ");
  const start = env.unit.text.slice(0, span.start).trimEnd().length;
  const edits = [{ span: { start, end: span.end }, text: `, ${written}` }];
  return { span, found, written, edits, target: { ...target, refused: null } };
}

/** Reports a sink in two cases, one of which has an `else`: what it refuses leaves by one way. */
export function checkOneWayOut(context: CheckContext, state: AgentState, route: Route): void {
  const known = new Map<string, TargetExpr>();
  for (const { target } of route.cases) {
    walk(target, (node) => {
      // Several sinks in one case are reported by themselves.
      if (node.kind !== "TargetExpr") return node.kind !== "FanOut";
      const root = rootOf(node.value);
      if (root.kind !== "NameExpr") return false;
      const first = known.get(root.text);
      if (first === undefined) known.set(root.text, node);
      else if (first.refused !== null || node.refused !== null) {
        report(context, state.env, node.span, messages.report("FLOW5120", { name: root.text }));
      }
      return false;
    });
  }
}
