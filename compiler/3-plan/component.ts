import type { CallExpr, Expr } from "../../grammar/ast.ts";
import { knownOptions } from "../2-check/component.ts";
import type { BoundCall, Unit } from "../checked.ts";
import { substitute } from "../types/inference.ts";
import type { Type } from "../types/type.ts";
import { elementOf, type PlanContext } from "./context.ts";
import type { ComponentPlan, TopicReaderPlan, TopicWriterPlan } from "./plan.ts";

/** Where and under which name a component, or the reader or writer of a topic, is planned. */
export interface Standing {
  /** Id of the agent or stream. */
  readonly owner: string;
  readonly name: string;
  readonly unit: Unit;
  /** The declaration that names it, or the expression itself. */
  readonly at: { readonly span: Expr["span"]; readonly doc?: readonly string[] };
}

/** Plans a call of a component. `arriving` is what flows in, null for a source. */
export function planComponent(
  context: PlanContext,
  call: CallExpr,
  bound: BoundCall,
  role: ComponentPlan["role"],
  arriving: Type | null,
  standing: Standing,
): ComponentPlan | null {
  if (bound.callee.kind !== "extern") return null;
  const { declaration } = bound.callee;
  return {
    kind: "component",
    role,
    ...base(context, standing),
    doc: standing.at.doc ?? [],
    declaration,
    call,
    args: bound.args,
    options: knownOptions(context.checked, call),
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
  return {
    kind: "topicReader",
    ...base(context, standing),
    topic,
    element,
    group: given("group"),
    start: given("start"),
  };
}

function base(context: PlanContext, { owner, name, unit, at }: Standing) {
  return { id: `${owner}.${name}`, name, place: context.places.at(unit, at.span) };
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
