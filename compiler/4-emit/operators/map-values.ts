import { tupleOf } from "../code.ts";
import { apply, argument, exiting, type Link } from "./chain.ts";
import { keyAndValue } from "./pair.ts";
import { wantedBy } from "./wanted.ts";

/** `mapValues(v => …)` */
export function emitMapValues(link: Link): void {
  const { operator, element, at, leave, wanted } = link;
  const fn = argument(operator, "transform");
  const [key, value] = keyAndValue(element, operator.input, at, [
    "key",
    wantedBy(at.module.checked, fn).name ?? "value",
  ]);
  const mapped = apply(fn, [value], exiting(link), wanted.parts?.[1] || "value");
  link.next(tupleOf([key, mapped]), at, leave);
}
