/** Settings that conditions ask about: options of components, arguments of operators, what the head of a stream says. */
import type { Block, CallExpr, Expr } from "../../../grammar/ast.ts";
import { walk } from "../../../grammar/walk.ts";
import type { BoundArgument, Checked, FlowSymbol, Operand, Unit } from "../../model/checked.ts";
import { optionsOf } from "../../model/declaration.ts";
import { durationText } from "../../model/duration-text.ts";
import type { Known } from "../../model/known.ts";
import { certain } from "../../model/types/construct.ts";
import { fits } from "../../model/types/fits.ts";
import type { Type } from "../../model/types/type.ts";
import { constants, constantsAndDefaults, evaluate } from "./evaluate.ts";

type Tables = Pick<Checked, "symbols" | "calls" | "types">;

/** What `expr` of `unit` says, which is to be of this type; null where it is not. */
export function operandOf(tables: Tables, name: string, expr: Expr, wanted: Type, unit: Unit): Operand | null {
  const type = tables.types.get(expr) ?? wanted;
  if (type.kind === "error" || !fits(type, wanted)) return null;
  const known = evaluate(writtenAs(tables.symbols, expr), constants(tables.symbols));
  return { name, expr, unit, field: null, type, isDefault: false, known };
}

/** An option or argument of a call in `unit`; null for one that there is not, and where it is not of its type. */
export function optionOperand(tables: Tables, call: CallExpr, option: string, unit: Unit): Operand | null {
  const bound = tables.calls.get(call);
  if (bound?.callee.kind !== "extern") return null;
  const arg = bound.args.find(({ name }) => name === option);
  if (arg === undefined || arg.values !== null) return null;
  const { value, spreadField } = arg;
  if (value === null) return defaultOperand(tables, bound.callee, arg);
  if (spreadField === null) return operandOf(tables, option, value, arg.type, unit);
  const record = tables.types.get(value);
  const field = record?.kind === "record" ? record.fields.find(({ name }) => name === spreadField) : undefined;
  if (field === undefined || !fits(field.type, arg.type)) return null;
  const written = fieldOf(tables.symbols, value, spreadField);
  const known = written === null ? undefined : evaluate(written, constants(tables.symbols));
  return { name: option, expr: value, unit, field: spreadField, type: field.type, isDefault: false, known };
}

function defaultOperand(
  { symbols }: Tables,
  { declaration, unit }: Extract<FlowSymbol, { kind: "extern" }>,
  { name, type }: BoundArgument,
): Operand | null {
  const expr = optionsOf(declaration).find((param) => param.name === name)?.value ?? null;
  if (expr === null) return null;
  return { name, expr, unit, field: null, type, isDefault: true, known: evaluate(expr, constants(symbols)) };
}

/** What a record that is written out, or a constant that is one, says of a field. */
function fieldOf(symbols: Tables["symbols"], record: Expr, name: string): Expr | null {
  const written = writtenAs(symbols, record);
  if (written.kind !== "RecordExpr" || written.fields.some(({ kind }) => kind === "Spread")) return null;
  const found = written.fields.find((field) => field.kind === "RecordField" && field.name.text === name);
  return found?.kind === "RecordField" ? found.value : null;
}

/** The expression that a constant stands for, or a field of a constant record. */
function writtenAs(symbols: Tables["symbols"], expr: Expr): Expr {
  const symbol = symbols.get(expr);
  const inner =
    expr.kind === "ParenExpr"
      ? expr.value
      : symbol?.kind === "const"
        ? symbol.decl.value
        : expr.kind === "MemberExpr" && !expr.optional
          ? fieldOf(symbols, expr.object, expr.name.text)
          : null;
  return inner === null ? expr : writtenAs(symbols, inner);
}

/** Its value where every param has its default. */
export function valueByDefault(tables: Tables, { known, expr, field }: Operand): Known | undefined {
  if (known !== undefined || expr === null) return known;
  const written = field === null ? expr : fieldOf(tables.symbols, expr, field);
  return written === null ? undefined : evaluate(written, constantsAndDefaults(tables.symbols));
}

/** Params that decide what it is, directly or through constants, functions and lets. */
export function paramsBehind(symbols: Tables["symbols"], { expr }: Operand): Extract<FlowSymbol, { kind: "param" }>[] {
  const params = new Map<unknown, Extract<FlowSymbol, { kind: "param" }>>();
  const seen = new Set<unknown>();
  const search = (node: Expr | Block): void =>
    walk(node, (inner) => {
      const symbol = inner.kind === "NameExpr" ? symbols.get(inner) : undefined;
      if (symbol === undefined || seen.has(symbol.decl)) return;
      seen.add(symbol.decl);
      if (symbol.kind === "param") params.set(symbol.decl, symbol);
      if (symbol.kind === "const" || symbol.kind === "let") search(symbol.decl.value);
      if (symbol.kind === "fn") search(symbol.decl.body);
    });
  if (expr !== null) search(expr);
  return [...params.values()];
}

/** A value of that type as one would write it: `3s`, `512B`, `10`. */
export function shownValue(value: Known | undefined, type: Type): string {
  const { kind } = certain(type);
  if (typeof value !== "number") return String(value);
  return kind === "duration" ? durationText(value) : kind === "size" ? `${value}B` : String(value);
}
