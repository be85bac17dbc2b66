import type { StreamNode, StreamOperator, StreamWire } from "../../3-plan/plan.ts";
import type { NameHint } from "../operators/name-hint.ts";
import type { EmittedStream } from "../test/observer.ts";

/** Who takes the elements of a node: an operator by one of its ports, or a wire. */
export type Consumer =
  | {
      readonly kind: "operator";
      readonly operator: StreamOperator;
      readonly port: string;
    }
  | { readonly kind: "wire"; readonly wire: StreamWire };

/** The questions that fusing asks of a stream. */
export interface Graph {
  readonly plan: EmittedStream;
  consumers(id: string): readonly Consumer[];
  /** What the consumers of a node call its elements. */
  hint(id: string): NameHint;
  /**
   * True for an operator that concatenates what is in order anyway, and that nothing but gathering and writing follows:
   * its parents can do that each for itself.
   */
  isDirect(operator: StreamOperator): boolean;
  /** True for an operator of which each port is at its end, in the loops of the batch, before the next one begins. */
  isInOrder(operator: StreamOperator): boolean;
}

/** The first name that the program gives to a node. */
export function letName(node: StreamNode): string | null {
  return node.names[0] ?? null;
}
