import type { OperatorPlan } from "../../3-plan/plan.ts";
import { call } from "../code.ts";
import type { Doc } from "../doc.ts";
import { constantOf } from "../expression/prepared.ts";
import { type At, referred, type SoleTaker } from "../module.ts";
import { quoted } from "../text.ts";

/** Variables of the function that is being written. */
interface Locals {
  readonly in: string;
  readonly out: string;
  /** Where they are counted; another operator counts the same elsewhere. */
  readonly countsIn: boolean;
  readonly countsOut: boolean;
}

/**
 * Counts in one function the elements that each of its operators is given and gives, in variables whose values are handed
 * over at its end: what a batch that fails has counted is not to count. What one operator gives and the next is given is
 * one variable, and so is what a `map` is given and gives: most of what a loop could count follows from the rest.
 */
export class OperatorCounts {
  readonly #locals = new Map<string, Locals>();

  /** Declares the variables. */
  begin(operators: readonly OperatorPlan[], soleTaker: SoleTaker, { block }: At): void {
    const declareCount = (name: string): string => {
      const declared = block.scope.declare(name);
      block.statements.push(`let ${declared} = 0;`);
      return declared;
    };
    const arriving = new Map<string, string>();
    for (const operator of operators) {
      const { id, name } = operator;
      const known = arriving.get(id);
      const given = known ?? declareCount(`${name}In`);
      const same = givesOneForEach(operator);
      const gave = same ? given : declareCount(`${name}Out`);
      this.#locals.set(id, { in: given, out: gave, countsIn: known === undefined, countsOut: !same });
      const taker = soleTaker(operator);
      if (taker !== null) arriving.set(taker.id, gave);
    }
  }

  /** Whether what the operator is given comes from outside of the chain, and is counted where it comes. */
  isHead(operator: OperatorPlan): boolean {
    return this.#localsOf(operator).countsIn;
  }

  entered(operator: OperatorPlan, count: Doc | null, at: At): void {
    const own = this.#localsOf(operator);
    if (own.countsIn) at.block.statements.push([own.in, " += ", count ?? "1", ";"]);
  }

  left(operator: OperatorPlan, count: Doc | null, at: At): void {
    const own = this.#localsOf(operator);
    if (own.countsOut) at.block.statements.push([own.out, " += ", count ?? "1", ";"]);
  }

  end(operators: readonly OperatorPlan[], at: At): void {
    for (const operator of operators) {
      const own = this.#localsOf(operator);
      at.block.statements.push([countOf(operator, at), `.set(${own.in}, ${own.out});`]);
    }
  }

  #localsOf({ id }: OperatorPlan): Locals {
    const known = this.#locals.get(id);
    if (known === undefined) throw new Error(`nothing counts at ${id}`);
    return known;
  }
}

/** The constant that has the counts of an operator. */
export function countOf(operator: OperatorPlan, at: At): Doc {
  const maker = at.module.imports.runtime("OperatorCount");
  const made = call(`new ${maker}`, [quoted(operator.id)]);
  return referred(at, constantOf(`${operator.name}Count`, made.doc, at));
}

function givesOneForEach({ isElementwise, emitter, canDrop, failures, rejects }: OperatorPlan): boolean {
  return isElementwise && emitter !== null && !canDrop && failures.drops === 0 && rejects.length === 0;
}
