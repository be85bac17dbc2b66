import type { StreamNode, StreamOperator, StreamWire } from "../../3-plan/plan.ts";
import type { Checked } from "../../checked.ts";
import { NOTHING_WANTED, type Wanted, wantedByAll, wantedByOperator } from "../operators/wanted.ts";
import type { EmittedStream } from "../test/observer.ts";

/** Who takes the elements of a node. */
export type Consumer =
  | {
      readonly kind: "operator";
      readonly operator: StreamOperator;
      /** Of an operator of two streams (`union`): from which they come. */
      readonly side: number;
    }
  | { readonly kind: "wire"; readonly wire: StreamWire };

/** The questions that fusing asks of a stream. */
export interface Graph {
  readonly plan: EmittedStream;
  consumers(id: string): readonly Consumer[];
  /** What the consumers of a node call its elements. */
  wanted(id: string): Wanted;
  /**
   * True for a union that is in order anyway, and that nothing but gathering and writing follows: its parents can do
   * that each for itself.
   */
  isDirect(operator: StreamOperator): boolean;
  /** True for a union whose left side is at its end, in the loops of the batch, before its right one begins. */
  isInOrder(operator: StreamOperator): boolean;
}

export function createGraph(checked: Checked, plan: EmittedStream): Graph {
  const consumers = (id: string): readonly Consumer[] => [
    ...plan.nodes.flatMap((node): Consumer[] =>
      node.kind === "operator"
        ? node.from.flatMap((from, side) => (from === id ? [{ kind: "operator", operator: node, side }] : []))
        : [],
    ),
    ...plan.wires.flatMap((wire): Consumer[] => (wire.from === id ? [{ kind: "wire", wire }] : [])),
  ];
  const origins = cached((id: string): readonly number[] => {
    const index = plan.nodes.findIndex((node) => node.id === id);
    const node = plan.nodes[index];
    if (node?.kind !== "operator" || (node.reads !== "each" && !isDirect(node))) return [index];
    return node.from.flatMap((from) => origins(from));
  });
  const isInOrder = ({ from }: StreamOperator): boolean =>
    from.every(
      (side, index) => index === 0 || Math.max(...origins(from[index - 1] ?? "")) < Math.min(...origins(side)),
    );
  const isDirect = (operator: StreamOperator): boolean =>
    operator.builtIn === "union" &&
    isInOrder(operator) &&
    consumers(operator.id).every(
      (one) => one.kind === "wire" || (one.operator.reads !== "each" && !takesLists(one.operator)),
    );
  const wanted = (id: string): Wanted =>
    wantedByAll(
      consumers(id).map((one) => {
        if (one.kind === "wire") return NOTHING_WANTED;
        const own = wantedByOperator(checked, one.operator);
        // What a filter lets through is the same element, for those behind it.
        if (one.operator.builtIn === "filter") return wantedByAll([own, wanted(one.operator.id)]);
        return isDirect(one.operator) ? wanted(one.operator.id) : own;
      }),
    );
  return { plan, consumers, wanted, isDirect, isInOrder };
}

function cached<Value>(find: (id: string) => Value): (id: string) => Value {
  const known = new Map<string, Value>();
  return (id) => {
    const value = known.get(id) ?? find(id);
    known.set(id, value);
    return value;
  };
}

/** True for an operator that is given the whole batch as a list. */
export function takesLists(operator: StreamOperator): boolean {
  return operator.builtIn === "top" || operator.builtIn === null;
}

/** The first name that the program gives to a node. */
export function letName(node: StreamNode): string | null {
  return node.names[0] ?? null;
}
