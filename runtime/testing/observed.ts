import { Failure } from "../contract/failure.ts";
import type { Schema } from "../contract/schema.ts";
import { showValue } from "./show-value.ts";

/** A value as a program can write it, or why none can. */
export type Observed = { readonly text: string } | { readonly why: string };

/** `value` as the text of an expression that has it. */
export function observe(schema: Schema, value: unknown): Observed {
  const why = whyUnwritable(schema, value);
  return why === null ? { text: showValue(schema, value) } : { why };
}

/** Null where every part of `value` has a text in the language. */
function whyUnwritable(schema: Schema, value: unknown): string | null {
  if (value instanceof Failure) return `a failure (${value.reason}) cannot be written; handle it with \`else\``;
  switch (schema.kind) {
    case "float":
    case "duration":
    case "size":
      return Number.isFinite(value) ? null : `${value} cannot be written`;
    case "timestamp":
      return /^@\d{4}-/.test(showValue(schema, value)) ? null : "a time outside the years 0 to 9999 cannot be written";
    case "nullable":
      return value === null ? null : whyUnwritable(schema.type, value);
    case "array":
      return first(value as readonly unknown[], (one) => whyUnwritable(schema.element, one));
    case "tuple":
      return first(schema.elements.entries(), ([at, one]) => whyUnwritable(one, (value as readonly unknown[])[at]));
    case "record": {
      const record = value as Readonly<Record<string, unknown>>;
      return first(Object.entries(schema.fields), ([name, field]) => whyUnwritable(field, record[name]));
    }
    case "map":
      return first(
        value as ReadonlyMap<unknown, unknown>,
        ([key, of]) => whyUnwritable(schema.key, key) ?? whyUnwritable(schema.value, of),
      );
    default:
      return null;
  }
}

/** What `find` gives for the first of which it gives anything. */
function first<T>(list: Iterable<T>, find: (one: T) => string | null): string | null {
  for (const one of list) {
    const found = find(one);
    if (found !== null) return found;
  }
  return null;
}
