import type { OperatorPlan, Place } from "../plan.ts";

/** Something that the program gives up on purpose. */
export interface Choice {
  readonly what: string;
  readonly place: Place;
}

/** What the operators of a chain give up on purpose: `else drop`, and windows that leave gaps. */
export function choicesOf(operators: readonly OperatorPlan[]): Choice[] {
  return operators.flatMap((operator) => {
    const drop = { what: `\`${operator.name}\` drops what fails (\`else drop\`)`, place: operator.place };
    const found: Choice[] = Array.from({ length: operator.failures.drops }, () => drop);
    if (leavesGaps(operator)) {
      found.push({
        what: `\`${operator.name}\` leaves out what lies between its windows: its slide is longer than they are`,
        place: operator.place,
      });
    }
    return found;
  });
}

function leavesGaps({ windowed, options }: OperatorPlan): boolean {
  if (windowed === null || windowed.slide === null) return false;
  const [window, slide] = [options.get(windowed.length), options.get(windowed.slide)];
  return typeof window === "number" && typeof slide === "number" && slide > window;
}
