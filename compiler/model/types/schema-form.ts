import type { PrimitiveKind, Type } from "./type.ts";

/** What is made of a schema: its text in an emitted program, or the value that a program has at run time. */
export interface SchemaForm<Schema> {
  scalar(kind: ScalarKind): Schema;
  literal(values: readonly (string | number | boolean)[]): Schema;
  array(element: Schema): Schema;
  tuple(elements: readonly Schema[]): Schema;
  record(fields: readonly (readonly [name: string, value: Schema])[]): Schema;
  map(key: Schema, value: Schema): Schema;
  nullable(value: Schema): Schema;
}

/** Schemas without parts, which are called as their types are. */
type ScalarKind = Exclude<PrimitiveKind, "secret" | "void">;

/** The schema of `type` in a form; `inner` gives those of what it is made of. */
export function buildSchema<Schema>(
  type: Type,
  form: SchemaForm<Schema>,
  inner: (part: Type) => Schema = (part) => buildSchema(part, form),
): Schema {
  switch (type.kind) {
    case "bool":
    case "int":
    case "float":
    case "string":
    case "bytes":
    case "timestamp":
    case "duration":
    case "size":
    case "json":
    case "null":
      return form.scalar(type.kind);
    case "literal":
      return form.literal([type.value]);
    case "union":
      return form.literal(type.members.flatMap((member) => (member.kind === "literal" ? [member.value] : [])));
    case "array":
      return form.array(inner(type.element));
    case "tuple":
      return form.tuple(type.elements.map(inner));
    case "record":
      return form.record(type.fields.map((field) => [field.name, inner(field.type)]));
    case "map":
      return form.map(inner(type.key), inner(type.value));
    case "nullable":
      return form.nullable(inner(type.type));
    case "fallible":
      return inner(type.type);
    default:
      // Functions, secrets and what the checker has refused hold nothing that could be shown or written.
      return form.scalar("null");
  }
}
