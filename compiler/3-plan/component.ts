import type { CallExpr, Expr } from "../../grammar/ast.ts";
import type { BoundCall, Unit } from "../model/checked.ts";
import { substitute } from "../model/types/inference.ts";
import type { Type } from "../model/types/type.ts";
import { elementOf, type PlanContext, type PlannedCall } from "./context.ts";
import { planExpression } from "./expression.ts";
import { planMade } from "./maker.ts";
import type { ComponentPlan, TopicReaderPlan, TopicWriterPlan } from "./plan.ts";

/** Where and under which name a component, or the reader or writer of a topic, is planned. */
export interface Standing {
  /** Id of the agent or stream. */
  readonly owner: string;
  readonly name: string;
  /** What it keeps is kept under this name: `a1.r1`. */
  readonly keptAs: string;
  readonly unit: Unit;
  /** The declaration that names it, or the expression itself. */
  readonly at: { readonly span: Expr["span"]; readonly doc?: readonly string[] };
}

/** Plans a call of a component. `arriving` is what flows in, null for a source. */
export function planComponent(
  context: PlanContext,
  { call, bound }: PlannedCall,
  role: ComponentPlan["role"],
  arriving: Type | null,
  standing: Standing,
): ComponentPlan | null {
  if (bound.callee.kind !== "extern") return null;
  const { id, name, keptAs, place } = base(context, standing);
  return {
    kind: "component",
    role,
    id,
    name,
    keptAs,
    place,
    doc: standing.at.doc ?? [],
    ...planMade(context, id, { call, bound }, bound.callee, standing.unit),
    element: bodyType(context, call, bound, arriving),
  };
}

/** Plans a topic where it is written. */
export function planTopicWriter(
  context: PlanContext,
  topic: string,
  element: Type,
  standing: Standing,
): TopicWriterPlan {
  return { kind: "topicWriter", ...base(context, standing), topic, element };
}

/** Plans a topic where it is read; `from` is the call of `topic.from(…)` where there is one. */
export function planTopicReader(
  context: PlanContext,
  topic: string,
  element: Type,
  from: BoundCall | null,
  standing: Standing,
): TopicReaderPlan {
  const given = (name: string): Expr | null => from?.args.find((arg) => arg.name === name)?.value ?? null;
  const group = given("group");
  const start = given("start");
  const planned = base(context, standing);
  context.origins.readers.set(planned.id, { group, start });
  return {
    kind: "topicReader",
    ...planned,
    topic,
    element,
    group: group && planExpression(context, group, standing.unit),
    start: start && planExpression(context, start, standing.unit),
  };
}

function base(context: PlanContext, { owner, name, keptAs, unit, at }: Standing) {
  return { id: `${owner}.${name}`, name, keptAs, place: context.places.at(unit, at.span) };
}

/** What a component's declaration says that it gives or takes; where that is any type, what flows there. */
function bodyType(context: PlanContext, call: CallExpr, bound: BoundCall, arriving: Type | null): Type {
  const declared = bound.callee.kind === "extern" ? bound.callee.declaration.result : null;
  if (declared !== null) {
    const found = substitute(declared, bound.typeArgs);
    if (found.kind !== "parameter") return found;
  }
  return arriving ?? elementOf(context.checked.types.get(call));
}
