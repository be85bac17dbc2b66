import type { TopicDecl } from "../../grammar/ast.ts";
import { knownOptions } from "../2-check/component.ts";
import type { Unit } from "../checked.ts";
import { ERROR } from "../types/construct.ts";
import { substitute } from "../types/inference.ts";
import type { Type } from "../types/type.ts";
import { bare, callOf, idOf, type PlanContext } from "./context.ts";
import type { TopicPlan } from "./plan.ts";

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
    element: topicElement(context, decl),
    place: context.places.at(unit, decl.name.span),
  };
}

/** Type of a topic's records. */
export function topicElement(context: PlanContext, decl: TopicDecl): Type {
  const made = callOf(context, bare(decl.value));
  if (made === null || made.bound.callee.kind !== "extern") return ERROR;
  return substitute(made.bound.callee.declaration.result ?? ERROR, made.bound.typeArgs);
}
