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
 * between two of them counts for the first. What they give is shown where somebody looks at it. Components do so for
 * themselves.
 */
export function createMetricsProbe(): Probe {
  const locals = new Map<string, Locals>();
  const numbers = new Map<string, number>();
  let probe = "";
  /** What the probe is told by the statement at the end of a block. */
  const told = new Map<Doc, Doc>();
  const tell = (said: Doc, { block: { statements } }: At): void => {
    // Where nothing comes between two of them it is asked once whether there is a probe.
    const before = told.get(statements.at(-1) ?? "");
    if (before !== undefined) statements.pop();
    const calls: Doc = [before ?? `${probe}?`, ".", said];
    const statement: Doc = [calls, ";"];
    told.set(statement, calls);
    statements.push(statement);
  };
  const work = ({ id }: OperatorPlan, at: At): void => tell(`enter(${numbers.get(id)})`, at);
  /** At the head of a chain: drops the probe for the rest of a batch once it has seen enough. */
  const come = ({ id }: OperatorPlan, at: At): void => {
    at.block.statements.push(`${probe} = ${probe}?.next(${numbers.get(id)}) ?? null;`);
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
        probe = block.scope.declare("probe");
        for (const [number, { id }] of operators.entries()) numbers.set(id, number);
        block.statements.push(["let ", probe, " = ", probeOf(operators, at), ".begin();"]);
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
      if (own.countsIn && count === null) come(operator, at);
      else work(operator, at);
      if (own.countsIn) at.block.statements.push([own.in, " += ", count ?? "1", ";"]);
    },
    resumed: work,
    left(operator, count, at) {
      const own = localsOf(operator);
      if (own.countsOut) at.block.statements.push([own.out, " += ", count ?? "1", ";"]);
    },
    gave: ({ id }, element, at) => tell(call("gave", [String(numbers.get(id)), element]).doc, at),
    gaveAll: ({ id }, elements, at) => tell(call("gaveAll", [String(numbers.get(id)), elements]).doc, at),
    end(operators, at) {
      for (const operator of operators) {
        const own = localsOf(operator);
        at.block.statements.push([countOf(operator, at), `.set(${own.in}, ${own.out});`]);
      }
      if (operators.length > 0) at.block.statements.push([probeOf(operators, at), ".end();"]);
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

/** The constant that times the operators of a function, and shows what they give. */
function probeOf(operators: readonly OperatorPlan[], at: At): Doc {
  const counts = listed(
    "[",
    operators.map((operator) => countOf(operator, at)),
    "]",
  );
  const made = call(`new ${at.module.imports.runtime("StepProbe")}`, [counts]);
  return referred(at, constantOf(`${operators[0]!.name}Probe`, made.doc, at));
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
