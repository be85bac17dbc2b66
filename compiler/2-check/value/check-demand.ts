/** What has to hold of settings: reported where it is known not to hold, left to the program's start where nothing is known. */
import type { Span } from "../../../grammar/ast.ts";
import type { Fix, Label } from "../../../grammar/diagnostic.ts";
import type { Reported } from "../../../grammar/message.ts";
import type { Condition, Operand } from "../../model/checked.ts";
import { certain } from "../../model/types/construct.ts";
import { addTo, type CheckContext, type Env, report } from "../context/context.ts";
import { isOpaque, operandsOf, simplify } from "./condition.ts";
import { paramsBehind, shownValue, valueByDefault } from "./operand.ts";

/** A demand on settings, and what is said where it is not met. */
export interface Demanded {
  readonly span: Span;
  readonly condition: Condition;
  /** What its report tells the values of. */
  readonly operands: readonly Operand[];
  /** See `Demand`. */
  readonly ofComponent: boolean;
  /** Nobody asks at the start: it is about values that come later. */
  readonly isNow?: boolean;
  readonly labels?: readonly Label[];
  /** The report; `shown` gives a value as one would write it, or `{name}` where it is told at the start only. */
  fault(shown: (operand: Operand) => string): Reported;
  fixes?(shown: (operand: Operand) => string): readonly Fix[];
}

/**
 * Reports a condition that does not hold, or that does not where every param has its default. What is not known is
 * recorded: the emitted program asks it when it starts.
 */
export function checkDemand(context: CheckContext, env: Env, demanded: Demanded): void {
  const known = simplify(demanded.condition, (operand) => operand.known);
  if (known.kind === "constant") {
    if (known.value === false) reportFault(context, env, demanded, []);
    return;
  }
  const byDefault = simplify(known, (operand) => valueByDefault(context, operand));
  if (byDefault.kind === "constant" && byDefault.value === false) {
    reportFault(context, env, demanded, labelsOf(context, env, operandsOf(known)));
    return;
  }
  if (isOpaque(known) || demanded.isNow === false) return;
  const { span, operands, ofComponent } = demanded;
  const { message } = demanded.fault(({ name }) => `{${name}}`);
  addTo(context.demands, env.unit, { span, condition: known, message, operands, ofComponent });
}

function reportFault(context: CheckContext, env: Env, demanded: Demanded, labels: readonly Label[]): void {
  const shown = (operand: Operand): string => {
    const value = valueByDefault(context, operand);
    const { expr, unit, type } = operand;
    if (value !== undefined || expr === null) return shownValue(value, type);
    return certain(type).kind === "secret" ? "a secret" : unit.text.slice(expr.span.start, expr.span.end);
  };
  const fixes = labels.length > 0 ? [] : (demanded.fixes?.(shown) ?? []);
  const { span, labels: own = [] } = demanded;
  report(context, env, span, demanded.fault(shown), { labels: [...own, ...labels], fixes });
}

/** Where the defaults stand that decide. */
function labelsOf(context: CheckContext, env: Env, operands: readonly Operand[]): Label[] {
  const params = new Map(
    operands.flatMap((operand) => paramsBehind(context.symbols, operand).map((param) => [param.decl, param])),
  );
  return [...params.values()].flatMap(({ decl, unit }): Label[] => {
    if (decl.value === null) return [];
    const message = `the default of \`${decl.name.text}\``;
    return [{ span: decl.value.span, message, ...(unit === env.unit ? {} : { file: unit.path }) }];
  });
}
