import type { ArrayExpr, RecordExpr, TupleExpr } from "../../../grammar/ast.ts";
import { BINDING, type Code, literal, object, parenthesize, property, tupleOf, type Value } from "../code.ts";
import { type Doc, listed } from "../doc.ts";
import type { At } from "../module.ts";
import { hintOf } from "./hint.ts";

/** `{ a: 1, b, ...c }` */
export function emitRecord(expr: RecordExpr, at: At): Code {
  const fields = expr.fields.map((field): Doc => {
    if (field.kind === "Spread")
      return ["...", parenthesize(at.module.emit(field.value, at).whole(), BINDING.coalesce)];
    return property(field.name.text, at.module.emit(field.value, at, field.name.text).whole().doc);
  });
  return literal(object(fields));
}

/** `[a, ...b]` */
export function emitArray(expr: ArrayExpr, at: At): Code {
  const elements = expr.elements.map((element): Doc => {
    const value = element.kind === "Spread" ? element.value : element;
    const code = at.module.emit(value, at, hintOf(value) ?? "element").whole();
    return element.kind === "Spread" ? ["...", parenthesize(code, BINDING.coalesce)] : code.doc;
  });
  const code = literal(listed("[", elements, "]"));
  return elements.length === 0 ? { ...code, empty: true } : code;
}

/** `(a, b)`: kept in its parts as long as nobody asks for the whole. */
export function emitTuple(expr: TupleExpr, at: At): Value {
  return tupleOf(expr.elements.map((element) => at.module.emit(element, at, hintOf(element) ?? "part")));
}
