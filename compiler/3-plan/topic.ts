import type { TopicDecl } from "../../grammar/ast.ts";
import type { BoundArgument, Unit } from "../model/checked.ts";
import { ERROR, sinkIn } from "../model/types/construct.ts";
import { substitute } from "../model/types/inference.ts";
import type { Type } from "../model/types/type.ts";
import { planComponent, planTopicWriter } from "./component.ts";
import { bare, callOf, idOf, keptIdOf, type PlanContext, symbolOf } from "./context.ts";
import { planMade } from "./maker.ts";
import type { TopicPlan, TopicSinkPlan } from "./plan.ts";

/** Plans a topic; null when it is not made by a component. */
export function planTopic(context: PlanContext, decl: TopicDecl, unit: Unit): TopicPlan | null {
  const made = callOf(context, bare(decl.value));
  if (made === null || made.bound.callee.kind !== "extern") return null;
  const id = idOf(context, decl);
  return {
    id,
    name: decl.name.text,
    keptAs: keptIdOf(context, decl),
    doc: decl.doc,
    ...planMade(context, id, made, made.bound.callee, unit),
    sinks: made.bound.args.flatMap((arg) => planSink(context, decl, unit, arg)),
    element: topicElement(context, decl),
    place: context.places.at(unit, decl.name.span),
  };
}

/** A topic or sink as the value of an option. */
function planSink(context: PlanContext, decl: TopicDecl, unit: Unit, arg: BoundArgument): TopicSinkPlan[] {
  const element = sinkIn(arg.type);
  if (element === null || arg.value === null) return [];
  const at = bare(arg.value);
  const keptAs = `${keptIdOf(context, decl)}.${arg.name}`;
  const standing = { owner: idOf(context, decl), name: arg.name, keptAs, unit, at };
  const symbol = symbolOf(context, at);
  if (symbol?.kind === "topic") {
    const topic = idOf(context, symbol.decl);
    return [{ option: arg.name, to: planTopicWriter(context, topic, topicElement(context, symbol.decl), standing) }];
  }
  const made = callOf(context, at);
  const to = made === null ? null : planComponent(context, made, "sink", element, standing);
  return to === null ? [] : [{ option: arg.name, to }];
}

/** Type of a topic's records. */
export function topicElement(context: PlanContext, decl: TopicDecl): Type {
  const made = callOf(context, bare(decl.value));
  if (made === null || made.bound.callee.kind !== "extern") return ERROR;
  return substitute(made.bound.callee.declaration.result ?? ERROR, made.bound.typeArgs);
}
