import { object, property, type Value } from "./code.ts";
import { type Doc, listed } from "./doc.ts";

/**
 * What is at hand of `value`, to be looked at: fields that nothing reads are missing, and nothing is made of it that the
 * program does not make anyway.
 */
export function peekAt(value: Value): Doc {
  const { partial, part, parts, fields } = value;
  if (partial !== undefined) return partial.name.doc;
  if (part !== undefined) return [part.text, `.slice(${part.from}, ${part.to} === -1 ? undefined : ${part.to})`];
  if (parts !== null) return listed("[", parts.map(peekAt), "]");
  if (fields === null || !isLazy(value)) return value.whole().doc;
  return object([...fields].map(([name, field]) => property(name, peekAt(field))));
}

/** Whether to ask for the whole would have more made. */
function isLazy({ partial, part, parts, fields }: Value): boolean {
  return partial !== undefined || part !== undefined || [...(parts ?? []), ...(fields?.values() ?? [])].some(isLazy);
}
