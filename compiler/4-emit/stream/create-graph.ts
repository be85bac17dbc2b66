import type { StreamOperator } from "../../3-plan/plan.ts";
import type { Module } from "../module.ts";
import { hintOfAll, type NameHint, NO_HINT } from "../operators/name-hint.ts";
import type { EmittedStream } from "../test/observer.ts";
import { emitterOf, hintOfOperator } from "./emitter-of.ts";
import type { Consumer, Graph } from "./graph.ts";

/** Answers what fusing asks of `plan`. */
export function createGraph(module: Module, plan: EmittedStream): Graph {
  const consumers = (id: string): readonly Consumer[] => [
    ...plan.nodes.flatMap((node): Consumer[] =>
      node.kind === "operator"
        ? node.inputs.flatMap((one) => (one.node === id ? [{ kind: "operator", operator: node, port: one.port }] : []))
        : [],
    ),
    ...plan.wires.flatMap((wire): Consumer[] => (wire.from === id ? [{ kind: "wire", wire }] : [])),
  ];
  const origins = cached((id: string): readonly number[] => {
    const index = plan.nodes.findIndex((node) => node.id === id);
    const node = plan.nodes[index];
    if (node?.kind !== "operator" || (node.shape !== "elementwise" && !isDirect(node))) return [index];
    return node.inputs.flatMap((one) => origins(one.node));
  });
  const isInOrder = ({ inputs }: StreamOperator): boolean =>
    inputs.every(({ node }, index) => {
      const before = inputs[index - 1];
      return before === undefined || Math.max(...origins(before.node)) < Math.min(...origins(node));
    });
  const isDirect = (operator: StreamOperator): boolean =>
    concatenates(operator) &&
    isInOrder(operator) &&
    consumers(operator.id).every((one) => one.kind === "wire" || gathersElements(one.operator));
  const hint = (id: string): NameHint =>
    hintOfAll(
      consumers(id).map((one) => {
        if (one.kind === "wire") return NO_HINT;
        const own = hintOfOperator(one.operator, module);
        if (givesSame(one.operator)) return hintOfAll([own, hint(one.operator.id)]);
        return isDirect(one.operator) ? hint(one.operator.id) : own;
      }),
    );
  return { plan, consumers, hint, isDirect, isInOrder };
}

function cached<Value>(find: (id: string) => Value): (id: string) => Value {
  const known = new Map<string, Value>();
  return (id) => {
    const value = known.get(id) ?? find(id);
    known.set(id, value);
    return value;
  };
}

function concatenates(operator: StreamOperator): boolean {
  const emitter = emitterOf(operator);
  return emitter.kind === "breaker" && emitter.concatenates === true;
}

function gathersElements(operator: StreamOperator): boolean {
  const emitter = emitterOf(operator);
  return emitter.kind === "breaker" && emitter.takes !== "list";
}

/** What a filter lets through is the same element, for those behind it. */
function givesSame(operator: StreamOperator): boolean {
  const emitter = emitterOf(operator);
  return emitter.kind === "elementwise" && emitter.givesSame === true;
}
