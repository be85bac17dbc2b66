import type { Route, Target } from "../../grammar/ast.ts";
import { messages } from "../messages.ts";
import { ERROR } from "../types/construct.ts";
import type { Type } from "../types/type.ts";
import { checkCases, checkPatterns } from "./conditional.ts";
import { type CheckContext, report } from "./context.ts";
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
  const drop = "; `else => drop` says aloud that the rest is dropped";
  report(context, state.env, route.selector.span, messages.report("FLOW3012", { missing, drop }));
}
