import { object, property } from "../../../code.ts";
import { NO_HINT } from "../../../operators/name-hint.ts";
import { schemaOf } from "../../../schema.ts";
import { quoted } from "../../../text.ts";
import { typeText } from "../../../types.ts";
import { keyOf } from "../../key-of.ts";
import { callStore, type PipelineBreaker } from "../../operator-emitter.ts";
import { advance, keep, lengths } from "../../windowed.ts";

/** `countByValueAndWindow`: how often each element came in several batches. */
export const countByValueAndWindow: PipelineBreaker = {
  kind: "breaker",
  hint: () => NO_HINT,
  open({ operator, writing, at }) {
    const { top } = writing;
    const [{ element }] = operator.inputs;
    const byValue = keyOf(element);
    const options = [
      ...lengths(operator, writing),
      property("key", schemaOf(top, element)),
      property("value", schemaOf(top, { kind: "int" })),
      property("merge", "(a, b) => a + b"),
      property("inverse", "(a, b) => a - b"),
      ...(byValue === null ? [] : [property("keyOf", byValue)]),
    ];
    const types = `<${typeText(top.module, element)}, number>`;
    const args = [object(options), `, ${quoted(operator.name)}`];
    const made = [`new ${top.module.imports.runtime("WindowedReduce")}${types}(`, ...args, ")"];
    return keep(operator, "counts", made, writing, at);
  },
  accept: (port, element, gathering) => callStore("add", port, [element.whole().doc, "1"], gathering),
  finish: (gathering) => ({ kind: "list", size: "length", doc: advance(gathering, true) }),
};
