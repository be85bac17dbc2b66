import type { Type } from "../types/type.ts";
import { call, object, property } from "./code.ts";
import type { Doc } from "./layout.ts";
import { type At, referred, runtime } from "./module.ts";
import { quoted } from "./text.ts";
import { declOf } from "./types.ts";

/** The schema of `type` as an expression. Named records have theirs in a constant, which becomes needed. */
export function schemaOf(at: At, type: Type): Doc {
  const { module } = at;
  const named = declOf(module, type);
  if (named === null) return schemaSpelledOut(at, type);
  const text = named.name.text;
  const need = module.schemas.get(named) ?? {
    kind: "Schema",
    decl: named,
    name: module.top.declare(`${text[0]?.toLowerCase()}${text.slice(1)}Schema`),
  };
  module.schemas.set(named, need);
  module.needs.add(need);
  return referred(at, need.name);
}

/** The schema of `type` without its own name: the value of its constant. */
export function schemaSpelledOut(at: At, type: Type): Doc {
  const t = runtime(at, "t");
  const inner = (one: Type): Doc => schemaOf(at, one);
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
      return `${t}.${type.kind}`;
    case "literal":
      return `${t}.literal(${literal(type.value)})`;
    case "union": {
      const values = type.members.flatMap((member) => (member.kind === "literal" ? [literal(member.value)] : []));
      return call(`${t}.literal`, values).doc;
    }
    case "array":
      return call(`${t}.array`, [inner(type.element)]).doc;
    case "tuple":
      return call(`${t}.tuple`, type.elements.map(inner)).doc;
    case "record": {
      const fields = type.fields.map((field) => property(field.name, inner(field.type)));
      return call(`${t}.record`, [object(fields)]).doc;
    }
    case "map":
      return call(`${t}.map`, [inner(type.key), inner(type.value)]).doc;
    case "nullable":
      return call(`${t}.nullable`, [inner(type.type)]).doc;
    case "fallible":
      return inner(type.type);
    default:
      // Functions, secrets and what the checker has refused hold nothing that could be shown or written.
      return `${t}.null`;
  }
}

function literal(value: string | number | boolean): string {
  return typeof value === "string" ? quoted(value) : String(value);
}
