import type { NameExpr } from "../../../grammar/ast.ts";
import { asValue, atom, member, type Value } from "../code.ts";
import { type At, declared, markOf, referred, symbolAt } from "../module.ts";

/** A name: what a parameter or `let` stands for here, or something declared at the top of a file. */
export function emitName(expr: NameExpr, at: At): Value {
  const symbol = symbolAt(at, expr);
  if (symbol === null) throw new Error(`${expr.text} has no symbol`);
  switch (symbol.kind) {
    case "parameter":
    case "let": {
      const value = at.module.bindings.get(symbol.decl);
      if (value === undefined) throw new Error(`${expr.text} stands for nothing here`);
      // A `let` of a stream that is no stream itself is a constant of the top level.
      if (symbol.kind === "let" && symbol.stream !== null) referred(at, String(value.whole().doc));
      return value;
    }
    case "extern":
      return asValue(atom([markOf(at, expr.span), referred(at, at.module.imports.extern(symbol))]));
    case "const":
      // The standard library has no module for its constants: `json` is `"json"`.
      if (symbol.unit.stdlib) return at.module.emit(symbol.decl.value, at);
      return asValue(atom(declared(at, symbol.decl)));
    case "table":
      // Another map is there after it was loaded again.
      return asValue(member(atom(declared(at, symbol.decl)), "rows", markOf(at, expr.span)));
    default:
      return asValue(atom([markOf(at, expr.span), declared(at, symbol.decl)]));
  }
}
