import type { Route, Target } from "../../../grammar/ast.ts";
import { messages } from "../../model/messages/messages.ts";
import { ERROR } from "../../model/types/construct.ts";
import type { Type } from "../../model/types/type.ts";
import { type CheckContext, report } from "../context/context.ts";
import { checkCases, checkPatterns } from "../expression/conditional.ts";
import { addCases } from "../expression/missing-cases.ts";
import { eventOf } from "./event.ts";
import type { AgentState, Flow } from "./flow.ts";

type Send = (context: CheckContext, state: AgentState, flow: Flow, target: Target) => unknown;

/** `route e => … { "CZ" => c1, else => drop }`: every value must have a way. */
export function checkRoute(context: CheckContext, state: AgentState, flow: Flow, route: Route, send: Send): void {
  const param = { name: null, type: eventOf(context, flow.element) };
  const expected: Type = { kind: "function", params: [param], result: ERROR };
  const selector = context.check(route.selector, expected, { ...state.env, eventHeaders: flow.headers });
  const value = selector.kind === "function" ? selector.result : ERROR;
  for (const one of route.cases) {
    checkPatterns(context, one.patterns, value, state.env);
    send(context, state, flow, one.target);
  }
  const missing = checkCases(context, route.cases, value, state.env);
  if (missing === null) return;
  const drop = "; `else => drop` drops the rest";
  const last = route.cases.at(-1);
  const fixes = last === undefined ? [] : [addCases(state.env.unit.text, last, ["else"], "drop")];
  const reported = messages.report("FLOW3012", { missing: missing.inWords, drop });
  report(context, state.env, route.selector.span, reported, { fixes });
}
