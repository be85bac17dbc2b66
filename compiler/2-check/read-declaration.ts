import type { Clause, Expr, ExternDecl } from "../../grammar/ast.ts";
import type { Extern, Unit } from "../checked.ts";
import type { Declaration, Delivery, Narrowing, Preparation, SharedOption, TextCheck } from "../declaration.ts";
import { ERROR } from "../types/construct.ts";
import { type CheckContext, moduleEnv } from "./context.ts";

/** Reads the types and clauses of an extern declaration: the standard library's and the users' alike. */
export function readDeclaration(context: CheckContext, decl: ExternDecl, unit: Unit): Declaration {
  const typeParams = decl.typeParams.map((param) => param.text);
  const env = { ...moduleEnv(unit), typeParams: new Set(typeParams) };
  const called = decl.externKind === "fn" || decl.externKind === "operator";
  const clauses = (word: string): Clause[] => decl.clauses.filter((clause) => clause.word.text === word);
  const names = (word: string): string[] => clauses(word).flatMap((clause) => clause.args.map(nameOf));
  return {
    kind: decl.externKind,
    name: decl.name.text,
    doc: decl.doc,
    typeParams,
    receiver: decl.receiver === null ? null : context.typeOf(decl.receiver, env),
    params: decl.params.map((param) => ({
      name: param.name.text,
      doc: param.doc,
      type: param.type === null ? ERROR : context.typeOf(param.type, env),
      value: param.value,
      positional: called || param.positional,
    })),
    shared: sharedOptions(context, decl),
    result: decl.result === null ? null : context.typeOf(decl.result, env),
    delivers: (names("delivers")[0] as Delivery | undefined) ?? null,
    adds: clauses("adds").flatMap((clause) => clause.args.map((header) => ({ header, where: clause.for.map(nameOf) }))),
    removes: names("removes"),
    computes: names("computes"),
    hides: clauses("hides").map((clause) => ({ hides: clause.args.map(nameOf), for: clause.for.map(nameOf) })),
    needs: clauses("needs").map((clause) => ({
      header: clause.args[0] === undefined ? "" : nameOf(clause.args[0]),
      for: clause.for.map(nameOf),
      unless: clause.unless.map(nameOf),
    })),
    of: names("of"),
    exclusive: names("exclusive"),
    requires: [
      ...clauses("requires").flatMap(({ args }) =>
        args.map((condition) => ({ condition, text: textOf(condition, unit) })),
      ),
      ...optionsFor(context, decl).flatMap(({ declaration }) => declaration.requires),
    ],
    batches: names("batches")[0] ?? null,
    transacts: names("transacts")[0] ?? null,
    encodes: names("encodes")[0] ?? null,
    holds: names("holds")[0] ?? null,
    parallel: names("parallel")[0] ?? null,
    loses: clauses("loses").map((clause) => ({
      reason: stringOf(clause.args[0]) ?? "",
      unless: clause.unless,
      raise: clause.unless.map((condition) => `Set \`${settingOf(condition, unit)}\`.`).join(" "),
    })),
    atomic: clauses("atomic").length > 0,
    drops: clauses("drops").length > 0,
    stateful: clauses("stateful").length > 0,
    ordered: clauses("ordered").length > 0,
    bounded: clauses("bounded").length > 0,
    from: decl.from?.value ?? null,
    emits: stringOf(clauses("emits")[0]?.args[0]),
    checks: clauses("checks").flatMap((clause) => clause.args.flatMap(textCheckOf)),
    also: names("also"),
    narrows: clauses("narrows").flatMap((clause) => clause.args.flatMap(narrowingOf)),
    prepares: preparationOf(clauses("prepares")[0]?.args[0]),
  };
}

/** What `extern options` add to a component; an option of its own of the same name comes first. */
function sharedOptions(context: CheckContext, decl: ExternDecl): SharedOption[] {
  const own = new Set(decl.params.map((param) => param.name.text));
  return optionsFor(context, decl)
    .flatMap(({ declaration, unit }) =>
      declaration.params.map((param) => ({
        ...param,
        fallback: param.value === null ? "" : textOf(param.value, unit),
      })),
    )
    .filter(({ name }) => !own.has(name));
}

function optionsFor({ scopes }: CheckContext, { externKind }: ExternDecl): readonly Extern[] {
  // Options have none themselves, and are read for those of others.
  return externKind === "options"
    ? []
    : scopes.stdlib.options.filter(({ declaration }) => declaration.of.includes(externKind));
}

/** How a program makes the condition hold: `ackEveryEvent: true`, `acks: "all"`. */
function settingOf(condition: Expr, unit: Unit): string {
  if (condition.kind === "NameExpr") return `${condition.text}: true`;
  if (condition.kind !== "BinaryExpr" || condition.operator !== "==") return textOf(condition, unit);
  return `${textOf(condition.left, unit)}: ${textOf(condition.right, unit)}`;
}

function textOf({ span }: Expr, unit: Unit): string {
  return unit.text.slice(span.start, span.end);
}

function textCheckOf(expr: Expr): TextCheck[] {
  if (expr.kind !== "CallExpr") return [];
  const [param, ...values] = expr.args.map((arg) => nameOf(arg.value));
  return param === undefined ? [] : [{ kind: nameOf(expr.callee), param, values }];
}

function preparationOf(expr: Expr | undefined): Preparation | null {
  if (expr?.kind !== "CallExpr") return null;
  return { name: nameOf(expr.callee), params: expr.args.map((arg) => nameOf(arg.value)) };
}

function narrowingOf(expr: Expr): Narrowing[] {
  const [param, start] = expr.kind === "CallExpr" ? expr.args.map((arg) => nameOf(arg.value)) : [];
  const isWhole = expr.kind === "CallExpr" && param !== undefined && start !== undefined;
  return isWhole ? [{ name: nameOf(expr.callee), param, start }] : [];
}

function nameOf(expr: Expr): string {
  return expr.kind === "NameExpr" ? expr.text : expr.kind === "StringLiteral" ? expr.value : "";
}

function stringOf(expr: Expr | undefined): string | null {
  return expr?.kind === "StringLiteral" ? expr.value : null;
}
