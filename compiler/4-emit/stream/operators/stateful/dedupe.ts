import { object, property } from "../../../code.ts";
import { NO_HINT } from "../../../operators/name-hint.ts";
import { schemaOf } from "../../../schema.ts";
import { typeText } from "../../../types.ts";
import { keyOf } from "../../key-of.ts";
import { callStore, type PipelineBreaker } from "../../operator-emitter.ts";
import { typeArgument } from "../../stateful.ts";
import { advance, keep, option } from "../../windowed.ts";

/** `dedupe`: elements whose key has not come for a while. */
export const dedupe: PipelineBreaker = {
  kind: "breaker",
  hint: () => NO_HINT,
  open({ operator, writing, at }) {
    const { top } = writing;
    const key = typeArgument(operator, "K");
    const byValue = keyOf(key);
    const properties = [
      property("key", schemaOf(top, key)),
      property("by", option(operator, "by", writing) ?? ""),
      property("within", option(operator, "within", writing) ?? ""),
      ...(byValue === null ? [] : [property("keyOf", byValue)]),
    ];
    const types = [key, operator.element].map((type) => typeText(top.module, type)).join(", ");
    const made = [`new ${top.module.imports.runtime("SeenKeys")}<${types}>(`, object(properties), ")"];
    return keep(operator, "seen", made, writing, at);
  },
  accept: (port, element, gathering) => callStore("add", port, [element.whole().doc], gathering),
  finish: (gathering) => ({ kind: "list", size: "length", doc: advance(gathering, false) }),
};
