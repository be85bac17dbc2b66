/** What operators with state by key share: how what keeps it is made, and how a batch of it ends. */
import { originOf } from "../../3-plan/origins.ts";
import type { StreamOperator } from "../../3-plan/plan.ts";
import type { Type } from "../../model/types/type.ts";
import { object, property } from "../code.ts";
import type { Doc } from "../doc.ts";
import type { RuntimeValue } from "../runtime-names.ts";
import { schemaOf } from "../schema.ts";
import { typeText } from "../types.ts";
import { keyOf } from "./key-of.ts";
import { callWithPair, PAIR_HINT, pairTypes } from "./keyed.ts";
import type { Opening, PipelineBreaker } from "./operator-emitter.ts";
import { advance, keep } from "./windowed.ts";

/** How the declaration of such an operator calls its types and arguments. */
export interface StatefulShape {
  /** The class of the runtime that keeps it. */
  readonly kept: RuntimeValue;
  /** Name of what is kept where the program gives none. */
  readonly hint: string;
  /** The type parameter of what is kept for a key. */
  readonly state: string;
  /** The type parameter of what comes out, where that is not key and state. */
  readonly result: string | null;
  /** Arguments that are handed on, by their names; those that are left out stay out. */
  readonly options: readonly string[];
}

/** The emitter of an operator that keeps a state for each key. */
export function stateful({ kept, hint, state, result, options }: StatefulShape): PipelineBreaker {
  return {
    kind: "breaker",
    hint: () => PAIR_HINT,
    open({ operator, writing, at }: Opening) {
      const { top } = writing;
      const [key, value] = pairTypes(operator.inputs[0]);
      const kinds = [
        key,
        value,
        typeArgument(operator, state),
        ...(result === null ? [] : [typeArgument(operator, result)]),
      ];
      const properties: Doc[] = [
        property("key", schemaOf(top, key)),
        property("state", schemaOf(top, typeArgument(operator, state))),
      ];
      const byValue = keyOf(key);
      if (byValue !== null) properties.push(property("keyOf", byValue));
      const { args } = originOf(top.module.origins.made, operator.id);
      for (const name of options) {
        const given = args.find((arg) => arg.name === name)?.value ?? null;
        if (given === null || given.kind === "NullLiteral") continue;
        properties.push(property(name, top.module.emit(given, top).whole().doc));
      }
      const types = kinds.map((type) => typeText(top.module, type)).join(", ");
      const made = [`new ${top.module.imports.runtime(kept)}<${types}>(`, object(properties), ")"];
      return keep(operator, hint, made, writing, at);
    },
    accept: (port, element, gathering) => callWithPair("add", port, element, gathering),
    finish: (gathering) => ({ kind: "list", size: "length", doc: advance(gathering, false) }),
  };
}

/** What a type parameter of the operator's declaration stands for. Throws an Error where the declaration has none so called. */
export function typeArgument(operator: StreamOperator, param: string): Type {
  const type = operator.typeArgs.find((one) => one.param === param)?.element;
  if (type === undefined) throw new Error(`${operator.id} has no type ${param}`);
  return type;
}
