import { apply, argument, exiting, type Link } from "./chain.ts";

/** `map(x => …)`: on an agent's wire the new body, the headers stay. */
export function emitMap(link: Link): void {
  const { operator, element, at, leave, side, wanted } = link;
  const fn = argument(operator, "transform");
  const body = apply(fn, [side.argument(element)], exiting(link), wanted.name ?? "value");
  link.next(side.withBody(element, body), at, leave);
}
