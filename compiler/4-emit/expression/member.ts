import type { IndexExpr, MemberExpr } from "../../../grammar/ast.ts";
import { asValue, BINDING, call, member, parenthesize, primary, type Value } from "../code.ts";
import type { Doc } from "../doc.ts";
import { type At, bare, markOf, symbolAt, typeOf } from "../module.ts";
import { typed } from "../types.ts";
import { isPrimitive } from "./binary.ts";
import { emitExtern } from "./extern.ts";
import { orNull } from "./or-null.ts";

/** `a.b`, `a?.b`: a field of a record, or one that is declared. */
export function emitMember(expr: MemberExpr, at: At): Value {
  const symbol = symbolAt(at, expr);
  if (symbol?.kind === "extern") {
    const use = {
      receiver: expr.object,
      optional: expr.optional,
      args: [],
      typeArgs: new Map(),
      written: false,
      at: expr.name,
    };
    return emitExtern(symbol, use, at);
  }
  const object = at.module.emit(expr.object, at);
  const { partial } = object;
  if (partial !== undefined) {
    partial.need(expr.name.text);
    return asValue(member(partial.name, expr.name.text, markOf(at, expr.name.span)));
  }
  const field = object.fields?.get(expr.name.text);
  if (field !== undefined) return field;
  const whole = typed(object.whole(), typeOf(at, expr.object), at.module);
  const code = member(whole, expr.name.text, markOf(at, expr.name.span), expr.optional);
  return asValue(expr.optional ? orNull(code) : code);
}

/** `t[0]` of a tuple is that part; `xs[i]` and `m[k]` are null where there is nothing. */
export function emitIndex(expr: IndexExpr, at: At): Value {
  const object = at.module.emit(expr.object, at);
  const index = bare(expr.index);
  if (object.parts !== null && index.kind === "NumberLiteral") {
    const part = object.parts[index.value];
    if (part !== undefined) return part;
  }
  const whole = typed(object.whole(), typeOf(at, expr.object), at.module);
  const key = at.module.emit(expr.index, at).whole();
  const found = parenthesize(whole, BINDING.postfix);
  const { kind } = typeOf(at, expr.object);
  if (kind === "tuple") return asValue({ ...primary([found, "[", key.doc, "]"]), simple: whole.simple });
  const mark = markOf(at, expr.span);
  if (kind === "json") return asValue(primary([mark, found, ".at(", key.doc, ")"]));
  if (kind === "map" && !isPrimitive(typeOf(at, expr.index))) {
    return asValue(call([mark, at.module.imports.stdlib("map/map", "get")], [whole.doc, key.doc]));
  }
  const isNarrowed = kind === "map" && typeOf(at, expr).kind !== "nullable" && typeOf(at, expr).kind !== "error";
  if (isNarrowed) return asValue(call([mark, at.module.imports.runtime("entryOf")], [whole.doc, key.doc]));
  const doc: Doc = kind === "map" ? [mark, found, ".get(", key.doc, ")"] : [mark, found, "[", key.doc, "]"];
  return asValue(orNull(primary(doc)));
}
