/** Operators that need a whole batch, or keep something between batches: a loop ends in them and another begins. */
import type { StreamOperator } from "../../3-plan/plan.ts";
import type { Code, Value } from "../code.ts";
import type { Doc } from "../layout.ts";
import type { At } from "../module.ts";
import type { StreamWriting } from "./writing.ts";

/** What a batch of an operator's results is. */
export type Result =
  | {
      readonly kind: "list";
      readonly doc: Doc;
      /** Which of its properties says how many there are. */
      readonly size: "length" | "size";
    }
  /** One element in every batch. */
  | { readonly kind: "one"; readonly code: Code }
  /** One element, or undefined. */
  | { readonly kind: "perhaps"; readonly code: Code };

export interface RestingOperator {
  /** Writes what its elements are gathered in, before the loop that does; gives its name. */
  open(operator: StreamOperator, writing: StreamWriting, at: At): string;
  /** Writes what is done with an element. */
  add(operator: StreamOperator, store: string, element: Value, writing: StreamWriting, at: At): void;
  /** Writes what is to be done once all are gathered; gives the results. */
  result(operator: StreamOperator, store: string, writing: StreamWriting, at: At): Result;
}
