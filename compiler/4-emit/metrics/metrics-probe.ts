import type { OperatorPlan } from "../../3-plan/plan.ts";
import { call, property } from "../code.ts";
import { type Doc, listed } from "../doc.ts";
import { constantOf } from "../expression/prepared.ts";
import { type At, type Probe, referred } from "../module.ts";
import { schemaOf } from "../schema.ts";
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
 * Counts for metrics the elements that each operator is given and gives. They are counted in variables of the batch function, whose
 * values are handed over at its end: what a batch that fails has counted is not to count. What one operator gives and
 * the next is given is one variable, and so is what a `map` is given and gives: most of what a loop could count follows
 * from the rest.
 *
 * The operators of a function are timed in some of its batches, by numbers in the order of `operators`; what the loops do
 * between two of them counts for the first. Components count and time for themselves.
 */
export function createMetricsProbe(): Probe {
  const locals = new Map<string, Locals>();
  const numbers = new Map<string, number>();
  let timed = "";
  /** What was entered by the statement at the end of a block. */
  const entered = new Map<Doc, string>();
  const work = (operator: OperatorPlan, at: At): void => {
    const { statements } = at.block;
    // Where nothing comes between two of them it is asked once whether they are timed.
    const before = entered.get(statements.at(-1) ?? "");
    if (before !== undefined) statements.pop();
    const calls = `${before ?? `${timed}?`}.enter(${numbers.get(operator.id)})`;
    const statement: Doc = [calls, ";"];
    entered.set(statement, calls);
    statements.push(statement);
  };
  const localsOf = ({ id }: OperatorPlan): Locals => {
    const known = locals.get(id);
    if (known === undefined) throw new Error(`nothing counts at ${id}`);
    return known;
  };
  return {
    begin(operators, soleTaker, at) {
      const { block } = at;
      if (operators.length > 0) {
        timed = block.scope.declare("timed");
        for (const [number, { id }] of operators.entries()) numbers.set(id, number);
        block.statements.push(["const ", timed, " = ", timerOf(operators, at), ".begin();"]);
      }
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
        locals.set(id, { in: given, out: gave, countsIn: known === undefined, countsOut: !same });
        const taker = soleTaker(operator);
        if (taker !== null) arriving.set(taker.id, gave);
      }
    },
    entered(operator, count, at) {
      const own = localsOf(operator);
      work(operator, at);
      if (own.countsIn) at.block.statements.push([own.in, " += ", count ?? "1", ";"]);
    },
    resumed: work,
    left(operator, count, at) {
      const own = localsOf(operator);
      if (own.countsOut) at.block.statements.push([own.out, " += ", count ?? "1", ";"]);
    },
    end(operators, at) {
      for (const operator of operators) {
        const own = localsOf(operator);
        at.block.statements.push([countOf(operator, at), `.set(${own.in}, ${own.out});`]);
      }
      if (operators.length > 0) at.block.statements.push(`${timed}?.end();`);
    },
    component: (role, made, at) => call(at.module.imports.runtime(PROBED[role]), [made]).doc,
    properties(operators, at) {
      const counts = operators.map((operator) => countOf(operator, at));
      return counts.length === 0 ? [] : [property("operators", listed("[", counts, "]"))];
    },
    wayOut: (element, at) => [property("element", schemaOf(at, element))],
  };
}

const PROBED = { source: "probedSource", channel: "probedChannel", sink: "probedSink" } as const;

/** The constant that times the operators of a function. */
function timerOf(operators: readonly OperatorPlan[], at: At): Doc {
  const counts = listed(
    "[",
    operators.map((operator) => countOf(operator, at)),
    "]",
  );
  const made = call(`new ${at.module.imports.runtime("StepTimer")}`, [counts]);
  return referred(at, constantOf(`${operators[0]!.name}Timer`, made.doc, at));
}

function givesOneForEach({ isElementwise, emitter, canDrop, failures, rejects }: OperatorPlan): boolean {
  return isElementwise && emitter !== null && !canDrop && failures.drops === 0 && rejects.length === 0;
}

/** The constant that has the counts of an operator. */
function countOf(operator: OperatorPlan, at: At): Doc {
  const maker = at.module.imports.runtime("OperatorCount");
  const made = call(`new ${maker}`, [quoted(operator.id)]);
  return referred(at, constantOf(`${operator.name}Count`, made.doc, at));
}
