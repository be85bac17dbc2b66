/** See `any.flow`. What needs no more than the value itself are members of `Json`. */
import { jsonEncoder, jsonText } from "../../runtime/codec/json-encode.ts";
import { jsonPartReader } from "../../runtime/codec/json-parts.ts";
import { Failure, type Fallible } from "../../runtime/contract/failure.ts";
import type { Schema } from "../../runtime/contract/schema.ts";
import { Json } from "../../runtime/value/json.ts";
import { membersOf } from "../../runtime/value/json-scan.ts";

/** For types that are not known when a program is compiled. */
const casts = new WeakMap<Schema, (json: Json) => Fallible<unknown>>();
const makers = new WeakMap<Schema, (value: unknown) => Json>();

/** A value of the schema's type. */
export function as<T>(json: Json, schema: Schema): Fallible<T> {
  const cast = casts.get(schema) ?? jsonCast<unknown>(schema);
  casts.set(schema, cast);
  return cast(json) as Fallible<T>;
}

/** What `as` does, made once for a type. Reads all of a record, also where the program wants some `fields` only. */
export function jsonCast<T>(schema: Schema, _fields?: readonly string[]): (json: Json) => Fallible<T> {
  return jsonPartReader<T>(schema);
}

/** `value` as JSON, by its type. */
export function asJson<T>(value: T, schema: Schema): Json {
  const make = makers.get(schema) ?? jsonMaker(schema);
  makers.set(schema, make);
  return make(value);
}

/** What `asJson` does, made once for a type. */
export function jsonMaker(schema: Schema): (value: unknown) => Json {
  const encode = jsonText(jsonEncoder(schema));
  return (value) => new Json(encode(value));
}

/** The object with `key` set to `value`, behind the others where it is new; null counts as an empty object. */
export function set<T>(json: Json, key: string, value: T, schema: Schema): Fallible<Json> {
  if (!json.isNull && json.kind !== "object") {
    return new Failure(`only an object has names, and this is ${json.kind === "array" ? "an" : "a"} ${json.kind}`);
  }
  const added = asJson(value, schema).text;
  const members = json.isNull ? [] : membersOf(json.text);
  if (!json.has(key)) members.push([key, added]);
  // Of a name that comes twice there is one value behind this.
  const last = members.findLastIndex(([name]) => name === key);
  return objectOf(
    members
      .filter(([name], index) => name !== key || index === last)
      .map(([name, text]) => [name, name === key ? added : text]),
  );
}

/** The object without `key`; what has no such name stays as it is. */
export function remove(json: Json, key: string): Json {
  return json.has(key) ? objectOf(membersOf(json.text).filter(([name]) => name !== key)) : json;
}

function objectOf(members: readonly (readonly [string, string])[]): Json {
  return new Json(`{${members.map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(",")}}`);
}
