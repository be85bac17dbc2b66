import type { TopicDecl } from "../../grammar/ast.ts";
import { knownOptions } from "../2-check/component.ts";
import type { BoundArgument, Unit } from "../checked.ts";
import { ERROR, sinkIn } from "../types/construct.ts";
import { substitute } from "../types/inference.ts";
import type { Type } from "../types/type.ts";
import { planComponent, planTopicWriter } from "./component.ts";
import { bare, callOf, idOf, type PlanContext, symbolOf } from "./context.ts";
import type { TopicPlan, TopicSinkPlan } from "./plan.ts";

/** Plans a topic; null when it is not made by a component. */
export function planTopic(context: PlanContext, decl: TopicDecl, unit: Unit): TopicPlan | null {
  const made = callOf(context, bare(decl.value));
  if (made === null || made.bound.callee.kind !== "extern") return null;
  return {
    id: idOf(context, decl),
    name: decl.name.text,
    doc: decl.doc,
    declaration: made.bound.callee.declaration,
    call: made.call,
    args: made.bound.args,
    options: knownOptions(context.checked, made.call),
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
  const standing = { owner: idOf(context, decl), name: arg.name, unit, at };
  const symbol = symbolOf(context, at);
  if (symbol?.kind === "topic") {
    const topic = idOf(context, symbol.decl);
    return [{ option: arg.name, to: planTopicWriter(context, topic, topicElement(context, symbol.decl), standing) }];
  }
  const made = callOf(context, at);
  const to = made === null ? null : planComponent(context, made.call, made.bound, "sink", element, standing);
  return to === null ? [] : [{ option: arg.name, to }];
}

/** Type of a topic's records. */
export function topicElement(context: PlanContext, decl: TopicDecl): Type {
  const made = callOf(context, bare(decl.value));
  if (made === null || made.bound.callee.kind !== "extern") return ERROR;
  return substitute(made.bound.callee.declaration.result ?? ERROR, made.bound.typeArgs);
}
