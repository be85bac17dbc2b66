import type { OperatorPlan } from "../../3-plan/plan.ts";
import { call } from "../code.ts";
import { type Doc, listed } from "../doc.ts";
import { constantOf } from "../expression/prepared.ts";
import { type At, type Probe, referred } from "../module.ts";
import { countOf, OperatorCounts } from "./operator-counts.ts";

/**
 * Counts what passes each operator, times them, and shows what they give where somebody looks at it. Operators have
 * numbers in the order of their function; what the loops do between two of them counts for the first.
 */
export function createWatchingProbe(): Probe {
  const counts = new OperatorCounts();
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
  return {
    begin(operators, soleTaker, at) {
      const { block } = at;
      probe = block.scope.declare("probe");
      for (const [number, { id }] of operators.entries()) numbers.set(id, number);
      const type = at.module.imports.runtime("StepProbe");
      block.statements.push(["let ", probe, `: ${type} | null = `, probeOf(operators, at), ";"]);
      counts.begin(operators, soleTaker, at);
    },
    entered(operator, count, at) {
      if (counts.isHead(operator) && count === null) come(operator, at);
      else work(operator, at);
      counts.entered(operator, count, at);
    },
    resumed: work,
    left: (operator, count, at) => counts.left(operator, count, at),
    gave: ({ id }, element, at) => tell(call("gave", [String(numbers.get(id)), element]).doc, at),
    gaveAll: ({ id }, elements, at) => tell(call("gaveAll", [String(numbers.get(id)), elements]).doc, at),
    end: (operators, at) => counts.end(operators, at),
  };
}

/** The constant that times the operators of a function, and shows what they give. */
export function probeOf(operators: readonly OperatorPlan[], at: At): Doc {
  const counts = listed(
    "[",
    operators.map((operator) => countOf(operator, at)),
    "]",
  );
  const made = call(`new ${at.module.imports.runtime("StepProbe")}`, [counts]);
  return referred(at, constantOf(`${operators[0]!.name}Probe`, made.doc, at));
}
