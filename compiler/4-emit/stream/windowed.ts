/** What windows share: how long they are, and what they keep between batches. */

import type { Expr } from "../../../grammar/ast.ts";
import { originOf } from "../../3-plan/origins.ts";
import type { StreamOperator } from "../../3-plan/plan.ts";
import { declareConst } from "../block.ts";
import { object, property } from "../code.ts";
import type { Doc } from "../doc.ts";
import { type At, markOf, stdlib, typeOf } from "../module.ts";
import { letName } from "./graph.ts";
import { type Gathering, storeOf } from "./operator-emitter.ts";
import { intervalOf, type StreamWriting, streamInterval, windowBefore } from "./writing.ts";

/** Ends the batch for a window; gives the name of its elements, which are null unless `always`, where none ends. */
export function advance(gathering: Gathering, always: boolean): string {
  const { operator, writing, at } = gathering;
  const store = storeOf(gathering);
  const now = [markOf(at, operator.place.span), `${store}.advance(${writing.params.batch()})`, always ? " ?? []" : ""];
  return declareConst(at.block, `${store}Now`, now);
}

/** Properties that say how long a window is, how often there is one, how often its input comes, and by which clocks. */
export function lengths(operator: StreamOperator, writing: StreamWriting): Doc[] {
  const { windowed } = operator;
  const every = intervalOf(operator, writing);
  const emit = (name: string | null | undefined): Doc | null => {
    const value = given(operator, name, writing);
    if (value === null) return null;
    const doc = emitted(value, writing);
    return typeOf(writing.top, value).kind === "nullable" ? [doc, " ?? ", every] : doc;
  };
  const alignment = alignmentOf(operator, writing);
  return [
    property("window", emit(windowed?.length) ?? every),
    property("slide", emit(windowed?.slide) ?? every),
    // Windows of clocks are not always equally long: the ones behind ask at each batch that may come.
    property("every", alignment === null ? every : streamInterval(writing)),
    ...(alignment === null ? [] : [property("alignment", alignment)]),
  ];
}

/** An argument of an operator as it is emitted where the operator is made; null for one that is left out. */
export function option(operator: StreamOperator, name: string, writing: StreamWriting): Doc | null {
  const value = given(operator, name, writing);
  return value === null ? null : emitted(value, writing);
}

/** The clocks of a window, or those of the windows that it is made of; null where it is counted from the start. */
function alignmentOf(operator: StreamOperator, writing: StreamWriting): Doc | null {
  const [zone, offset] = [operator.windowed?.zone, operator.windowed?.offset].map((one) =>
    given(operator, one, writing),
  );
  if (!zone && !offset) {
    const before = windowBefore(operator, writing);
    return before === null ? null : alignmentOf(before, writing);
  }
  const name = zone ? emitted(zone, writing) : '"UTC"';
  const offsetAt = stdlib(writing.top, "time/zone", "offsetAt");
  return object([
    property("localOffset", [`(time) => ${offsetAt}(`, name, ", time)"]),
    ...(offset ? [property("offset", emitted(offset, writing))] : []),
  ]);
}

function given(operator: StreamOperator, name: string | null | undefined, { top }: StreamWriting): Expr | null {
  const { args } = originOf(top.module.origins.made, operator.id);
  const value = args.find((arg) => arg.name === name)?.value ?? null;
  return value?.kind === "NullLiteral" ? null : value;
}

function emitted(value: Expr, { top }: StreamWriting): Doc {
  return top.module.emit(value, top).whole().doc;
}

/** Keeps something under a key that survives an edit: `keptAs` of the plan. */
export function keep(operator: StreamOperator, hint: string, made: Doc, writing: StreamWriting, at: At): string {
  const name = declareParameter(letName(operator) ?? hint, writing, at);
  writing.state.push({ key: operator.keptAs, name, made });
  return name;
}

/** A name that is free here, and in all blocks around: slower parts stand side by side, and share the parameters. */
function declareParameter(hint: string, { scope }: StreamWriting, at: At): string {
  let name = hint;
  for (let number = 2; !at.block.scope.isFree(name); number++) name = `${hint}${number}`;
  return scope.declare(name);
}
