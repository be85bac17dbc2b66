/** Elements that wait in lists, one for each port. */

import type { Type } from "../../model/types/type.ts";
import type { At } from "../module.ts";
import { typeText } from "../types.ts";
import { type PipelineBreaker, storeOf } from "./operator-emitter.ts";

/** Elements in a list for each port. */
export const gathered: Pick<PipelineBreaker, "open" | "accept"> = {
  open: ({ operator, at }) =>
    new Map(operator.inputs.map((input) => [input.port, declareList("elements", input.element, at)])),
  accept(port, element, gathering) {
    gathering.at.block.statements.push([`${storeOf(gathering, port)}.push(`, element.whole().doc, ");"]);
  },
};

/** Declares an empty list of such elements; gives its name. */
export function declareList(hint: string, element: Type, at: At): string {
  const name = at.block.scope.declare(hint);
  at.block.statements.push(`const ${name}: ${typeText(at.module, { kind: "array", element })} = [];`);
  return name;
}
