import { buildSchema, type SchemaForm } from "../model/types/schema-form.ts";
import type { Type } from "../model/types/type.ts";
import { call, object, property } from "./code.ts";
import type { Doc } from "./doc.ts";
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
  const form: SchemaForm<Doc> = {
    scalar: (kind) => `${t}.${kind}`,
    literal: (values) => call(`${t}.literal`, values.map(literal)).doc,
    array: (element) => call(`${t}.array`, [element]).doc,
    tuple: (elements) => call(`${t}.tuple`, elements).doc,
    record: (fields) => call(`${t}.record`, [object(fields.map(([name, value]) => property(name, value)))]).doc,
    map: (key, value) => call(`${t}.map`, [key, value]).doc,
    nullable: (value) => call(`${t}.nullable`, [value]).doc,
  };
  return buildSchema(type, form, (part) => schemaOf(at, part));
}

function literal(value: string | number | boolean): string {
  return typeof value === "string" ? quoted(value) : String(value);
}
