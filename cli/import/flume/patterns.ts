/** Expressions of a configuration that have `${env:X}` in them: a literal of the language is fixed when it is written. */
import type { ImportContext } from "./context.ts";
import type { Property } from "./read/properties.ts";
import { partsOf, type Reference, type ValuePart } from "./references.ts";

/** The text of an expression, `fallback` where there is none; null where a reference has no value, which is told. */
export function patternOf(
  context: ImportContext,
  path: string,
  property: Property | undefined,
  fallback: string,
): string | null {
  if (property === undefined) return fallback;
  return fixedText(context, path, property, partsOf(property.value, context.properties));
}

/** The parts of an expression as one text: in the place of each reference stands what it is now. */
export function fixedText(
  context: ImportContext,
  path: string,
  property: Property,
  parts: readonly ValuePart[],
): string | null {
  const texts: string[] = [];
  for (const part of parts) {
    const value = typeof part === "string" ? part : valueNow(context, part);
    if (value === null) {
      const { written } = part as Reference;
      const message = `the expression \`${property.value}\` is left out: a literal is fixed, and \`${written}\` has no value here`;
      context.findings.add("unsupported", property, path, message);
      return null;
    }
    if (typeof part === "object") {
      const message = `\`${part.written}\` is \`${value}\` in the expression from now on, since a literal is fixed`;
      context.findings.add("changed", property, path, message);
    }
    texts.push(value);
  }
  return texts.join("");
}

function valueNow({ environment }: ImportContext, { from, key, fallback }: Reference): string | null {
  return (from === "env" ? environment[key] : undefined) ?? fallback;
}
