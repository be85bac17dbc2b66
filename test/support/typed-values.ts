import fc from "fast-check";
import { type Schema, t } from "../../runtime/contract/schema.ts";

/** A type with values of it. */
export interface TypedValues {
  readonly schema: Schema;
  /** The type as a program writes it. */
  readonly flow: string;
  readonly value: fc.Arbitrary<unknown>;
  /** What `JSON.stringify` is to be given for a value, to write what the language says. */
  plain(value: never): unknown;
}

const text = fc.oneof(
  fc.string({ maxLength: 100 }),
  fc.string({ unit: "binary", maxLength: 100 }),
  fc.string({
    unit: fc.constantFrom("\u0000", "\u001f", "\u007f", '"', "\\", "/", "\n", "\ud800", "\udc00", "é", "😀"),
  }),
  fc.string({ unit: "grapheme-ascii", minLength: 60, maxLength: 3000 }),
  fc.constantFrom("", "__proto__", "\u2028\ud83d\ude00", "\ud800", "plain"),
);
/** Without -0, which JSON.stringify writes as 0. */
const float = fc.oneof(
  fc.double().filter((value) => !Object.is(value, -0)),
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e21, 5e-324),
);
const int = fc.oneof(
  fc.maxSafeInteger(),
  fc.integer(),
  fc.nat(1000),
  fc.constantFrom(0, 9, 10, 2 ** 31 - 1, 2 ** 31, -(2 ** 31), Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER),
);
const time = fc.oneof(
  fc.integer({ min: -8.64e15, max: 8.64e15 }),
  fc.integer({ min: 0, max: 4_000_000_000_000 }),
  fc.constantFrom(0, -1, -62_167_219_200_000, -62_167_219_200_001, 253_402_300_799_999, 253_402_300_800_000, 8.64e15),
);

const same = (value: never): unknown => value;
const leaves: readonly TypedValues[] = [
  { schema: t.string, flow: "string", value: text, plain: same },
  { schema: t.bool, flow: "bool", value: fc.boolean(), plain: same },
  { schema: t.int, flow: "int", value: int, plain: same },
  { schema: t.float, flow: "float", value: float, plain: (value) => (Number.isFinite(value) ? value : `${value}`) },
  { schema: t.timestamp, flow: "timestamp", value: time, plain: (value) => new Date(value) },
  { schema: t.duration, flow: "duration", value: fc.nat(), plain: same },
  { schema: t.size, flow: "size", value: fc.nat(), plain: same },
  {
    schema: t.bytes,
    flow: "bytes",
    value: fc.uint8Array(),
    plain: (value: never) => Buffer.from(value as Uint8Array).toString("base64"),
  },
  {
    schema: t.literal("debug", 'in"fo', "é"),
    flow: '"debug" | "in\\"fo" | "é"',
    value: fc.constantFrom("debug", 'in"fo', "é"),
    plain: same,
  },
];

const fieldNames = fc.uniqueArray(
  fc.constantFrom("id", "at", "path", "status", "user", "constructor", "toString", "length", "json", "value", "type"),
  { minLength: 1, maxLength: 8 },
);

/** Random records, of parts of every kind that a program may declare. */
export const typedRecords: fc.Arbitrary<TypedValues> = fc.letrec<{ any: TypedValues; record: TypedValues }>((tie) => ({
  any: fc.oneof(
    { depthSize: "small" },
    { weight: 4, arbitrary: fc.constantFrom(...leaves) },
    tie("any").map(arrayOf),
    fc.array(tie("any"), { minLength: 2, maxLength: 3 }).map(tupleOf),
    tie("any").map(mapOf),
    tie("any").map(nullableOf),
    tie("record"),
  ),
  record: fieldNames.chain((names) => fc.tuple(...names.map(() => tie("any"))).map((parts) => recordOf(names, parts))),
})).record;

function arrayOf(element: TypedValues): TypedValues {
  return {
    schema: t.array(element.schema),
    flow: `(${element.flow})[]`,
    value: fc.array(element.value, { maxLength: 4 }),
    plain: (values) => (values as never[]).map(element.plain),
  };
}

function tupleOf(parts: readonly TypedValues[]): TypedValues {
  return {
    schema: t.tuple(...parts.map(({ schema }) => schema)),
    flow: `(${parts.map(({ flow }) => flow).join(", ")})`,
    value: fc.tuple(...parts.map(({ value }) => value)),
    plain: (values) => (values as never[]).map((value, index) => parts[index]!.plain(value)),
  };
}

/** Keys that an object of JavaScript keeps in their order. */
const keys = text.map((key) => `k${key}`);

function mapOf(part: TypedValues): TypedValues {
  return {
    schema: t.map(t.string, part.schema),
    flow: `Map<string, ${part.flow}>`,
    value: fc.array(fc.tuple(keys, part.value), { maxLength: 4 }).map((pairs) => new Map(pairs)),
    plain: (map) =>
      Object.fromEntries([...(map as Map<string, never>)].map(([key, value]) => [key, part.plain(value)])),
  };
}

function nullableOf(inner: TypedValues): TypedValues {
  if (inner.schema.kind === "nullable") return inner;
  return {
    schema: t.nullable(inner.schema),
    flow: `(${inner.flow})?`,
    value: fc.option(inner.value),
    plain: (value) => (value === null ? null : inner.plain(value)),
  };
}

function recordOf(names: readonly string[], parts: readonly TypedValues[]): TypedValues {
  return {
    schema: t.record(Object.fromEntries(names.map((name, index) => [name, parts[index]!.schema]))),
    flow: `{ ${names.map((name, index) => `${name}: ${parts[index]!.flow}`).join(", ")} }`,
    value: fc.tuple(...parts.map(({ value }) => value)).map((values) => {
      return Object.fromEntries(names.map((name, index) => [name, values[index]]));
    }),
    plain: (record) =>
      Object.fromEntries(
        names.map((name, index) => [name, parts[index]!.plain((record as Record<string, never>)[name]!)]),
      ),
  };
}
