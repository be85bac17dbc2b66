import type { StreamNode, StreamOperator, StreamWire } from "../../3-plan/plan.ts";
import type { Checked } from "../../checked.ts";
import { NOTHING_WANTED, type Wanted, wantedByAll, wantedByOperator } from "../operators/wanted.ts";
import type { EmittedStream } from "../test/observer.ts";

/** Who takes the elements of a node. */
export type Consumer =
  | { readonly kind: "operator"; readonly operator: StreamOperator }
  | { readonly kind: "wire"; readonly wire: StreamWire };

/** The questions that fusing asks of a stream. */
export interface Graph {
  readonly plan: EmittedStream;
  consumers(id: string): readonly Consumer[];
  /** What the consumers of a node call its elements. */
  wanted(id: string): Wanted;
  /** True for a union that nothing but gathering and writing follows: its parents can do that each for itself. */
  isDirect(operator: StreamOperator): boolean;
}

export function createGraph(checked: Checked, plan: EmittedStream): Graph {
  const consumers = (id: string): readonly Consumer[] => [
    ...plan.nodes.flatMap((node): Consumer[] =>
      node.kind === "operator"
        ? node.from.filter((from) => from === id).map(() => ({ kind: "operator", operator: node }))
        : [],
    ),
    ...plan.wires.flatMap((wire): Consumer[] => (wire.from === id ? [{ kind: "wire", wire }] : [])),
  ];
  const isDirect = (operator: StreamOperator): boolean =>
    operator.name === "union" &&
    operator.declaration.from === null &&
    consumers(operator.id).every(
      (one) => one.kind === "wire" || (one.operator.reads !== "each" && !takesLists(one.operator)),
    );
  const wanted = (id: string): Wanted =>
    wantedByAll(
      consumers(id).map((one) => {
        if (one.kind === "wire") return NOTHING_WANTED;
        const own = wantedByOperator(checked, one.operator);
        // What a filter lets through is the same element, for those behind it.
        if (one.operator.name === "filter") return wantedByAll([own, wanted(one.operator.id)]);
        return isDirect(one.operator) ? wanted(one.operator.id) : own;
      }),
    );
  return { plan, consumers, wanted, isDirect };
}

/** True for an operator that is given the whole batch as a list. */
export function takesLists(operator: StreamOperator): boolean {
  return operator.name === "top" || operator.declaration.from !== null;
}

/** The first name that the program gives to a node. */
export function letName(node: StreamNode): string | null {
  return node.names[0] ?? null;
}
