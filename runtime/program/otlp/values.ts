/** OTLP's messages in JSON: names in lower camel case, 64-bit numbers as decimal text, ids in hexadecimal. */

/** A name with a text, as OTLP has it. */
export interface KeyValue {
  readonly key: string;
  readonly value: { readonly stringValue: string } | { readonly intValue: string } | { readonly doubleValue: number };
}

/** Attributes by name: texts, whole numbers and others. */
export function attributesOf(values: Readonly<Record<string, string | number>>): KeyValue[] {
  return Object.entries(values).map(([key, value]) => {
    if (typeof value === "string") return { key, value: { stringValue: value } };
    return { key, value: Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value } };
  });
}

/** Milliseconds since 1970 as OTLP's nanoseconds. */
export function nanoseconds(ms: number): string {
  return String(BigInt(Math.round(ms * 1000)) * 1000n);
}

/** Who sends: attributes such as `service.name`. */
export interface Resource {
  readonly attributes: readonly KeyValue[];
}

/** What has made the figures and spans. */
export const SCOPE = { name: "sluice" } as const;
