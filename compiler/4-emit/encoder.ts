/** Functions that write a value of one type as JSON: `encodeAccess(json, access)`. What they write into checks each part. */
import type { Type } from "../model/types/type.ts";
import { createBlock } from "./block.ts";
import { call } from "./code.ts";
import { braced, type Doc, HARD_LINE } from "./doc.ts";
import { constantOf } from "./expression/prepared.ts";
import { type At, type EncoderNeed, functionScope, inBlock, referred, runtime, runtimeType } from "./module.ts";
import { schemaOf } from "./schema.ts";
import { singleQuoted } from "./text.ts";
import { declOf, typeText } from "./types.ts";
import type { WrittenFunction } from "./written.ts";

/** Types that a method of `JsonOutput` writes. */
const METHODS: ReadonlySet<Type["kind"]> = new Set([
  "string",
  "bool",
  "int",
  "float",
  "timestamp",
  "duration",
  "size",
  "bytes",
  "json",
]);

/** The name of the encoder of a record or a tuple; null for types for which code of their own would be no faster. */
export function encoderOf(at: At, type: Type): string | null {
  if (type.kind !== "record" && type.kind !== "tuple") return null;
  const { module } = at;
  const decl = declOf(module, type);
  if (decl === null) {
    const written = writeFunction(at, type, "value", `encode ${typeText(module, type)}`);
    const [json, value] = written.params;
    const head: Doc = `(${json!.name}: ${json!.type}, ${value!.name}: ${value!.type}): void => `;
    const wanted = type.kind === "tuple" ? "encodeTuple" : "encodeRecord";
    return referred(at, constantOf(wanted, [head, braced(written.statements)], at));
  }
  const name = decl.name.text;
  const need = module.encoders.get(decl) ?? { kind: "Encoder", decl, name: module.top.declare(`encode${name}`) };
  module.encoders.set(decl, need);
  module.needs.add(need);
  return referred(at, need.name);
}

/** The encoder of a named record. */
export function emitEncoder({ decl, name }: EncoderNeed, top: At): WrittenFunction {
  const type = top.module.checked.typeNamed(decl);
  const text = decl.name.text;
  const written = writeFunction(top, type, `${text[0]?.toLowerCase()}${text.slice(1)}`, `encode ${text}`);
  return {
    kind: "function",
    name,
    typeParams: [],
    result: "void",
    doc: [],
    exported: false,
    mark: top.module.marks.at(top.unit, decl.name.span.start),
    ...written,
  };
}

function writeFunction(
  top: At,
  type: Type,
  wanted: string,
  key: string,
): Pick<WrittenFunction, "params" | "statements"> {
  const at = inBlock(top, createBlock(functionScope(top.module, key)));
  const json = at.block.scope.declare("json");
  const value = at.block.scope.declare(wanted);
  const params = [
    { name: json, type: runtimeType(at, "JsonOutput"), value: null },
    { name: value, type: typeText(top.module, type), value: null },
  ];
  const { statements } = at.block;
  if (type.kind === "record") {
    statements.push(`${json}.checkRecord(${value});`);
    for (const [index, field] of type.fields.entries()) {
      const label = `${index === 0 ? "{" : ","}${JSON.stringify(field.name)}:`;
      statements.push(writePart(json, `${value}.${field.name}`, field.type, label, at));
    }
    statements.push(`${json}.raw("${type.fields.length === 0 ? "{}" : "}"}");`);
  } else if (type.kind === "tuple") {
    statements.push(`${json}.checkTuple(${value}, ${type.elements.length});`);
    for (const [index, element] of type.elements.entries()) {
      statements.push(writePart(json, `${value}[${index}]`, element, index === 0 ? "[" : ",", at));
    }
    statements.push(`${json}.raw("]");`);
  }
  return { params, statements };
}

/** The statement that writes `label`, and behind it a part of the value. */
function writePart(json: string, part: string, type: Type, label: string, at: At): Doc {
  if (type.kind === "fallible") return writePart(json, part, type.type, label, at);
  if (type.kind === "nullable") {
    const none = `if (${part} === null) ${json}.raw(${singleQuoted(`${label}null`)});`;
    return [none, HARD_LINE, "else ", writePart(json, part, type.type, label, at)];
  }
  const labelled = `${json}.raw(${singleQuoted(label)})`;
  if (METHODS.has(type.kind)) return `${labelled}.${type.kind}(${part});`;
  if (type.kind === "array") return `${labelled}.array(${part}, ${encoderAtAll(type.element, at)});`;
  return `${encoderAtAll(type, at)}(${labelled}, ${part});`;
}

/** The name of an encoder for any type. */
function encoderAtAll(type: Type, at: At): string {
  const made = (): string => {
    const maker = runtime(at, "jsonEncoder");
    return referred(at, constantOf("encode", call(maker, [schemaOf(at, type)]).doc, at));
  };
  return encoderOf(at, type) ?? made();
}
