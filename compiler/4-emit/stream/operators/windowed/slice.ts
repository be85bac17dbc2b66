import { property } from "../../../code.ts";
import { windowing } from "../../window-emitter.ts";
import { option } from "../../windowed.ts";
import { intervalOf } from "../../writing.ts";

/** `slice`: the elements of batches that lie some time back. */
export const slice = windowing({
  kept: "Slice",
  name: "earlier",
  takes: "elements",
  schedule: (operator, writing) => [
    property("from", option(operator, "from", writing) ?? "0"),
    property("to", option(operator, "to", writing) ?? "0"),
    property("every", intervalOf(operator, writing)),
  ],
});
