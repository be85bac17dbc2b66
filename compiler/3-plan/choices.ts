import { walk } from "../../grammar/walk.ts";
import type { OperatorPlan, Options, Place } from "./plan.ts";

/** Something that the program gives up on purpose. */
export interface Choice {
  readonly what: string;
  readonly place: Place;
}

/** What the operators of a chain give up on purpose: `else drop`, and windows that leave gaps. */
export function choicesOf(operators: readonly OperatorPlan[]): Choice[] {
  return operators.flatMap((operator) => {
    const found: Choice[] = [];
    for (const { value } of operator.args) {
      if (value === null) continue;
      walk(value, (node) => {
        if (node.kind === "ElseDrop")
          found.push({ what: `\`${operator.name}\` drops what fails (\`else drop\`)`, place: operator.place });
      });
    }
    if (operator.declaration.stateful && leavesGaps(operator.options)) {
      found.push({
        what: `\`${operator.name}\` leaves out what lies between its windows: its slide is longer than they are`,
        place: operator.place,
      });
    }
    return found;
  });
}

function leavesGaps(options: Options): boolean {
  const [window, slide] = [options.get("window") ?? options.get("length"), options.get("slide")];
  return typeof window === "number" && typeof slide === "number" && slide > window;
}
