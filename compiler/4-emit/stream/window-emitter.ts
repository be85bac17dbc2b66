/** What operators with windows share: how what keeps a window is made, and how a batch of it ends. */
import type { StreamOperator } from "../../3-plan/plan.ts";
import { object, property } from "../code.ts";
import type { Doc } from "../doc.ts";
import { NO_HINT } from "../operators/name-hint.ts";
import type { RuntimeValue } from "../runtime-names.ts";
import { schemaOf } from "../schema.ts";
import { typeText } from "../types.ts";
import { keyOf } from "./key-of.ts";
import { callWithPair, PAIR_HINT, pairTypes } from "./keyed.ts";
import { callStore, type Opening, type PipelineBreaker } from "./operator-emitter.ts";
import { advance, keep, lengths, option } from "./windowed.ts";
import type { StreamWriting } from "./writing.ts";

interface WindowShape {
  /** The class of the runtime that keeps it. */
  readonly kept: RuntimeValue;
  /** Name of what is kept where the program gives none. */
  readonly name: string;
  /** What it takes: pairs apart, whole elements, or only that there is one. */
  readonly takes: "pairs" | "elements" | "signs";
  /** Arguments that are handed on, by their names; those that are left out stay out. */
  readonly options?: readonly string[];
  /** What says when its windows are, where it is not length and slide. */
  readonly schedule?: (operator: StreamOperator, writing: StreamWriting) => Doc[];
}

/** The emitter of an operator with windows. */
export function windowing({ kept, name, takes, options = [], schedule = lengths }: WindowShape): PipelineBreaker {
  return {
    kind: "breaker",
    hint: () => (takes === "pairs" ? PAIR_HINT : NO_HINT),
    open({ operator, writing, at }: Opening) {
      const { top } = writing;
      const { types, properties, last } = typesOf(operator, takes, writing);
      const given = options.flatMap((one): Doc[] => {
        const value = option(operator, one, writing);
        return value === null ? [] : [property(one, value)];
      });
      const all = [...schedule(operator, writing), ...properties, ...given, ...last];
      const made = [`new ${top.module.imports.runtime(kept)}${types}(`, object(all), ")"];
      return keep(operator, name, made, writing, at);
    },
    accept(port, element, gathering) {
      if (takes === "pairs") callWithPair("add", port, element, gathering);
      else callStore("add", port, takes === "signs" ? [] : [element.whole().doc], gathering);
    },
    finish: (gathering) => ({ kind: "list", size: "length", doc: advance(gathering, true) }),
  };
}

interface Typed {
  /** Type arguments, as text. */
  readonly types: string;
  /** The same as schemas. */
  readonly properties: readonly Doc[];
  /** How keys are compared. */
  readonly last: readonly Doc[];
}

function typesOf(operator: StreamOperator, takes: WindowShape["takes"], { top }: StreamWriting): Typed {
  const [input] = operator.inputs;
  if (takes === "signs") return { types: "", properties: [], last: [] };
  if (takes === "elements") {
    const { element } = input;
    const properties = [property("element", schemaOf(top, element))];
    return { types: `<${typeText(top.module, element)}>`, properties, last: [] };
  }
  const [key, value] = pairTypes(input);
  const byValue = keyOf(key);
  return {
    types: `<${typeText(top.module, key)}, ${typeText(top.module, value)}>`,
    properties: [property("key", schemaOf(top, key)), property("value", schemaOf(top, value))],
    last: byValue === null ? [] : [property("keyOf", byValue)],
  };
}
