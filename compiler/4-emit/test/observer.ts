import type { ComponentPlan, Place, StreamNode, StreamPlan, TopicWriterPlan } from "../../3-plan/plan.ts";
import type { Type } from "../../model/types/type.ts";
import type { Module } from "../module.ts";
import { partAt } from "./part.ts";

/** An output through which a test sees the batches of a `let`. */
export interface ObserverPlan {
  readonly kind: "observer";
  readonly id: string;
  readonly name: string;
  readonly element: Type;
  readonly place: Place;
}

/** A stream as it is emitted: in a test module with observers among its outputs. */
export interface EmittedStream extends Omit<StreamPlan, "outputs"> {
  readonly outputs: readonly (ComponentPlan | TopicWriterPlan | ObserverPlan)[];
}

/** `plan` with an output more for each `let` that a test expects something of. */
export function withObservers(module: Module, plan: StreamPlan): EmittedStream {
  const observed = observedNodes(module, plan);
  const observers = observed.map((node): ObserverPlan => {
    const { element, place } = node;
    return { kind: "observer", id: observerId(plan, node), name: observerName(node), element, place };
  });
  const wires = observed.map(({ id, cadence, element, place }, index) => {
    const name = observers[index]?.name ?? "";
    const to = { kind: "endpoint" as const, name, optional: false, refused: null, element, place };
    return { from: id, cadence, place, to };
  });
  return { ...plan, outputs: [...plan.outputs, ...observers], wires: [...plan.wires, ...wires] };
}

/** Qualified name of the observer of a node: `trending.hits$seen`. */
export function observerId(plan: StreamPlan, node: StreamNode): string {
  return `${plan.id}.${observerName(node)}`;
}

/** No name of a program has a `$` in it. */
function observerName(node: StreamNode): string {
  return `${node.names[0] ?? ""}$seen`;
}

function observedNodes(module: Module, plan: StreamPlan): readonly StreamNode[] {
  const nodes = new Set<StreamNode>();
  for (const decl of module.checked.entry.tree.declarations) {
    if (decl.kind !== "TestDecl") continue;
    for (const member of decl.members) {
      const part = member.kind === "ExpectStmt" ? partAt(module, member.actual) : null;
      if (part?.kind === "let" && part.stream === plan) nodes.add(part.node);
    }
  }
  return [...nodes];
}
