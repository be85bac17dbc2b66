import type { Schema } from "../../contract/schema.ts";
import { schemaText } from "./schema-text.ts";

/**
 * Why values that were kept as `kept` cannot be taken over as `wanted`; null where they can: fields that may be absent
 * were added or fields were dropped, an `int` became a `float`, a value became one that may be absent.
 */
export function misfitOf(kept: Schema, wanted: Schema): string | null {
  if (wanted.kind === "nullable") {
    if (kept.kind === "null") return null;
    return misfitOf(kept.kind === "nullable" ? kept.type : kept, wanted.type);
  }
  if (kept.kind === "literal") return misfitOfLiteral(kept, wanted);
  if (kept.kind === "int" && wanted.kind === "float") return null;
  if (kept.kind === "array" && wanted.kind === "array") return misfitOf(kept.element, wanted.element);
  if (kept.kind === "record" && wanted.kind === "record") return misfitOfFields(kept.fields, wanted.fields);
  if (kept.kind === "tuple" && wanted.kind === "tuple" && kept.elements.length === wanted.elements.length) {
    return first(kept.elements.map((element, index) => misfitOf(element, wanted.elements[index]!)));
  }
  if (kept.kind === "map" && wanted.kind === "map") {
    return first([misfitOf(kept.key, wanted.key), misfitOf(kept.value, wanted.value)]);
  }
  const isSame = kept.kind === wanted.kind && !["literal", "tuple", "nullable"].includes(kept.kind);
  return isSame ? null : `${schemaText(kept)} is kept, and ${schemaText(wanted)} is wanted`;
}

function misfitOfFields(
  kept: Readonly<Record<string, Schema>>,
  wanted: Readonly<Record<string, Schema>>,
): string | null {
  return first(
    Object.entries(wanted).map(([name, schema]) => {
      if (Object.hasOwn(kept, name)) {
        const misfit = misfitOf(kept[name]!, schema);
        return misfit === null ? null : `field \`${name}\`: ${misfit}`;
      }
      if (schema.kind === "nullable" || schema.kind === "null") return null;
      const type = schemaText(schema);
      return `field \`${name}: ${type}\` is new and nothing is kept for it; \`${type}?\` would be null there`;
    }),
  );
}

function misfitOfLiteral(kept: Extract<Schema, { kind: "literal" }>, wanted: Schema): string | null {
  const fits = (value: string | number | boolean): boolean => {
    if (wanted.kind === "literal") return wanted.values.includes(value);
    if (wanted.kind === "string") return typeof value === "string";
    if (wanted.kind === "bool") return typeof value === "boolean";
    if (wanted.kind === "float") return typeof value === "number";
    return wanted.kind === "int" && Number.isSafeInteger(value);
  };
  return kept.values.every(fits) ? null : `${schemaText(kept)} is kept, and ${schemaText(wanted)} is wanted`;
}

function first(misfits: readonly (string | null)[]): string | null {
  return misfits.find((misfit) => misfit !== null) ?? null;
}
