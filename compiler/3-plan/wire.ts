import type { Expr, TargetExpr, Wire } from "../../grammar/ast.ts";
import type { Type } from "../model/types/type.ts";
import { type AgentDraft, addAnonymous, addFlow, addSink, addTopicReader, declare } from "./agent-draft.ts";
import { bare, callOf, readsTopic, symbolOf } from "./context.ts";
import { planOperator } from "./operator.ts";
import type { OperatorPlan } from "./plan.ts";
import { planTarget } from "./target.ts";
import { topicElement } from "./topic.ts";

/** A source or channel with the operators that stand after it. */
interface Outlet {
  readonly from: string;
  /** Type of the bodies that leave the source or channel. */
  readonly element: Type;
  readonly operators: readonly OperatorPlan[];
}

/** True when it is known what flows out of the start of a wire: a channel must have been fed before. */
export function isHead(draft: AgentDraft, expr: Expr): boolean {
  const symbol = symbolOf(draft.context, baseOf(draft, expr));
  return symbol?.kind !== "component" || symbol.decl.role !== "channel" || draft.channels.has(symbol.decl.name.text);
}

/** Plans one wire, arrow by arrow. Every wire can be planned only once. */
export function planWire(draft: AgentDraft, wire: Wire): true {
  const head = outletOf(draft, wire.from);
  let outlets = head === null ? [] : [head];
  for (const target of wire.to) {
    const [first] = outlets;
    if (first === undefined) break;
    const next: Outlet[] = [];
    const to = planTarget(draft.context, draft.unit, target, arriving(first), {
      end: (end, element) => planEnd(draft, end, element, next),
      refusedEnd: (end, element) => addSink(draft, end, element),
      routeId: () => draft.operatorNames.take(`${draft.id}.route`),
    });
    const place = draft.context.places.at(draft.unit, target.span);
    if (to !== null) {
      for (const { from, element, operators } of outlets) addFlow(draft, from, element, { operators, to, place });
    }
    outlets = next;
  }
  return true;
}

function arriving(outlet: Outlet): Type {
  return outlet.operators.at(-1)?.element ?? outlet.element;
}

/** What a wire starts with: a source, a topic or a channel, and the operators after it. */
function outletOf(draft: AgentDraft, expr: Expr): Outlet | null {
  const base = baseOf(draft, expr);
  const from = headOf(draft, base);
  const endpoint = from === null ? undefined : (draft.sources.get(from) ?? draft.channels.get(from));
  if (from === null || endpoint === undefined) return null;
  return throughOperators(draft, expr, { from, element: endpoint.element, operators: [] });
}

function headOf(draft: AgentDraft, base: Expr): string | null {
  const read = callOf(draft.context, base);
  const topic = read === null ? null : readsTopic(draft.context, read.bound);
  if (topic !== null && read !== null) {
    return addTopicReader(draft, topic, topicElement(draft.context, topic), read.bound, base);
  }
  const symbol = symbolOf(draft.context, base);
  if (symbol?.kind === "topic") {
    return addTopicReader(draft, symbol.decl, topicElement(draft.context, symbol.decl), null, base);
  }
  return symbol?.kind === "component" ? declare(draft, symbol.decl, null) : addAnonymous(draft, base, "source", null);
}

/** `base` and the operators that `expr` puts after it. */
function throughOperators(draft: AgentDraft, expr: Expr, base: Outlet): Outlet {
  const made = callOf(draft.context, bare(expr));
  if (!made?.bound.receiver || readsTopic(draft.context, made.bound) !== null) return base;
  const before = throughOperators(draft, made.bound.receiver, base);
  const id = draft.operatorNames.take(`${draft.id}.${before.from}.${made.bound.callee.decl.name.text}`);
  const rejectTo = (target: Expr, element: Type) => addSink(draft, target, element);
  const operator = planOperator(draft.context, id, made, draft.unit, { input: arriving(before), rejectTo });
  return operator === null ? before : { ...before, operators: [...before.operators, operator] };
}

/** Plans a component or topic that bodies of type `element` arrive at; what flows on from a channel goes to `outlets`. */
function planEnd(draft: AgentDraft, target: TargetExpr, element: Type, outlets: Outlet[]): string | null {
  const base = baseOf(draft, target.value);
  const symbol = symbolOf(draft.context, base);
  const made = callOf(draft.context, base);
  const channel =
    symbol?.kind === "component"
      ? symbol.decl.role === "channel"
      : made?.bound.callee.kind === "extern" && made.bound.callee.declaration.kind === "channel";
  if (!channel) return addSink(draft, base, element);
  const name =
    symbol?.kind === "component" ? declare(draft, symbol.decl, element) : addAnonymous(draft, base, "channel", element);
  if (name !== null) outlets.push(throughOperators(draft, target.value, { from: name, element, operators: [] }));
  return name;
}

/** What stands before the operators: `c1` of `c1.map(…).filter(…)`. */
function baseOf(draft: AgentDraft, expr: Expr): Expr {
  const inner = bare(expr);
  const made = callOf(draft.context, inner);
  if (!made?.bound.receiver || readsTopic(draft.context, made.bound) !== null) return inner;
  return baseOf(draft, made.bound.receiver);
}
