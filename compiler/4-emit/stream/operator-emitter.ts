import type { OperatorPlan, StreamOperator } from "../../3-plan/plan.ts";
import { call, type Value } from "../code.ts";
import type { Doc } from "../doc.ts";
import { type At, type Module, markOf } from "../module.ts";
import type { Link } from "../operators/chain.ts";
import type { NameHint } from "../operators/name-hint.ts";
import type { Result } from "./result.ts";
import type { StreamWriting } from "./writing.ts";

/** How an operator is written: a file of `operators/`, which its declaration names (`emitter reduceByKey`). */
export type OperatorEmitter = ElementwiseEmitter | PipelineBreaker;

/** Takes one element at a time, in the loop that has it; on a stream or an agent's wire. */
export interface ElementwiseEmitter {
  readonly kind: "elementwise";
  /** What it calls its elements. */
  hint(operator: OperatorPlan, module: Module): NameHint;
  /** It gives the elements themselves, so that those behind it may name them too. */
  readonly givesSame?: true;
  emit(link: Link): void;
}

/** Needs a whole batch, or keeps something between batches: a loop ends in it and another begins. */
export interface PipelineBreaker {
  readonly kind: "breaker";
  /** What it calls its elements. Parts mean that it has no use for the whole. */
  hint(operator: OperatorPlan, module: Module): NameHint;
  /** What it can take of an existing list instead of single elements: the list, or its size. */
  readonly takes?: "list" | "size";
  /** It gives what it is given, port after port. */
  readonly concatenates?: true;
  /** Writes what its elements are gathered in, before the loops that give them; the variable of each port, or of all. */
  open(opening: Opening): string | Stores;
  /** Writes what is done with an element of `port`. */
  accept(port: string, element: Value, gathering: Gathering): void;
  /** Writes what is to be done once all are gathered; gives the results. */
  finish(gathering: Gathering): Result;
}

/** Variables that elements are gathered in, by port. */
export type Stores = ReadonlyMap<string, string>;

/** A pipeline breaker where what gathers its elements is declared. */
export interface Opening {
  readonly operator: StreamOperator;
  readonly writing: StreamWriting;
  readonly at: At;
}

/** A pipeline breaker whose stores are there: it accepts elements, and then finishes. */
export interface Gathering extends Opening {
  readonly stores: Stores;
}

/** The variable of `port`, by default of what the operator stands behind. */
export function storeOf({ operator, stores }: Pick<Gathering, "operator" | "stores">, port?: string): string {
  const store = stores.get(port ?? operator.inputs[0].port);
  if (store === undefined) throw new Error(`${operator.id} was not opened`);
  return store;
}

/** Writes `store.method(…)`, at the place of the operator. */
export function callStore(method: string, port: string, args: readonly Doc[], gathering: Gathering): void {
  const { operator, at } = gathering;
  const name = [markOf(at, operator.place.span), `${storeOf(gathering, port)}.${method}`];
  at.block.statements.push([call(name, args).doc, ";"]);
}
