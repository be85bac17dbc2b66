import type { Element } from "./terms.ts";

/** An element as the language writes it. */
export function literal(one: Element): string {
  if (typeof one === "object") return `(${one.map(literal).join(", ")})`;
  // There is no -0.
  return typeof one === "number" ? String(one + 0) : JSON.stringify(one);
}
