/** Operators that need a whole batch, or keep something between batches: a loop ends in them and another begins. */
import type { StreamOperator } from "../../3-plan/plan.ts";
import type { Value } from "../code.ts";
import type { At } from "../module.ts";
import type { Result } from "./result.ts";
import type { StreamWriting } from "./writing.ts";

export interface RestingOperator {
  /** Writes what its elements are gathered in, before the loop that does; gives its name. */
  open(operator: StreamOperator, writing: StreamWriting, at: At): string;
  /** Writes what is done with an element. */
  add(operator: StreamOperator, store: string, element: Value, writing: StreamWriting, at: At): void;
  /** Writes what is to be done once all are gathered; gives the results. */
  result(operator: StreamOperator, store: string, writing: StreamWriting, at: At): Result;
}
