import { array, ERROR, fallible, nullable, widen } from "./construct.ts";
import { fits, same } from "./fits.ts";
import { find, type Inference } from "./inference.ts";
import type { RecordType, RecordTypeField, Type } from "./type.ts";

/** The smallest type that both fit, for the branches of `?:`, `match` and the elements of an array; null if none. */
export function join(a: Type, b: Type): Type | null {
  if (a.kind === "error" || b.kind === "never") return a;
  if (b.kind === "error" || a.kind === "never") return b;
  if (a.kind === "fallible" || b.kind === "fallible") {
    const inner = join(a.kind === "fallible" ? a.type : a, b.kind === "fallible" ? b.type : b);
    return inner === null ? null : fallible(inner);
  }
  if (a.kind === "null") return nullable(b);
  if (b.kind === "null") return nullable(a);
  if (a.kind === "nullable" || b.kind === "nullable") {
    const inner = join(a.kind === "nullable" ? a.type : a, b.kind === "nullable" ? b.type : b);
    return inner === null ? null : nullable(inner);
  }
  if (fits(a, b)) return b;
  if (fits(b, a)) return a;
  if (a.kind === "tuple" && b.kind === "tuple" && a.elements.length === b.elements.length) {
    const elements = a.elements.map((element, index) => join(element, b.elements[index] as Type));
    return elements.every((element) => element !== null) ? { kind: "tuple", elements: elements as Type[] } : null;
  }
  if (a.kind === "array" && b.kind === "array") {
    const element = join(a.element, b.element);
    return element === null ? null : array(element);
  }
  if (a.kind === "record" && b.kind === "record" && haveSameFields(a, b)) {
    const fields = a.fields.map(({ name, type }) => ({ name, type: join(type, fieldOf(b, name)) }));
    const isWhole = fields.every((field): field is RecordTypeField => field.type !== null);
    return isWhole ? { kind: "record", fields } : null;
  }
  // Only where a union is wanted do literals keep their own types; they are one there.
  const literals = [...literalsOf(a), ...literalsOf(b)];
  if (
    literalsOf(a).length > 0 &&
    literalsOf(b).length > 0 &&
    new Set(literals.map((one) => widen(one).kind)).size === 1
  ) {
    return {
      kind: "union",
      members: literals.filter((one, at) => literals.findIndex((other) => same(one, other)) === at),
    };
  }
  const wideA = widen(a);
  const wideB = widen(b);
  // A tuple or an array is made again even where nothing in it was a literal.
  return same(wideA, a) && same(wideB, b) ? null : join(wideA, wideB);
}

/**
 * Widens what is known of the elements of a stream or array so that another one fits, too: `a.union(b)`. Only before
 * lambdas have been given the narrower type.
 */
export function widenElements(found: Type, wanted: Type, inferring: Inference): void {
  const [parameter, other] = [elementOf(wanted), elementOf(found)];
  if (parameter?.kind !== "parameter" || other === null || wanted.kind !== found.kind) return;
  const known = inferring.found.get(parameter.name);
  if (known === undefined || fits(other, known) || fits(known, other)) return;
  const joined = join(known, other);
  if (joined !== null && joined.kind !== "fallible") find(inferring, parameter.name, joined);
}

function elementOf(type: Type): Type | null {
  if (type.kind === "array") return type.element;
  return type.kind === "generic" && type.name === "DStream" ? (type.args[0] ?? null) : null;
}

function haveSameFields(a: RecordType, b: RecordType): boolean {
  return a.fields.length === b.fields.length && a.fields.every(({ name }) => b.fields.some((one) => one.name === name));
}

function fieldOf(record: RecordType, name: string): Type {
  return record.fields.find((one) => one.name === name)?.type ?? ERROR;
}

function literalsOf(type: Type): readonly Type[] {
  return type.kind === "literal" ? [type] : type.kind === "union" ? type.members : [];
}
