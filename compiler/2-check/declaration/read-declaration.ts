import type { Clause, Expr, ExternDecl, TypeNode } from "../../../grammar/ast.ts";
import type { Extern, Unit } from "../../model/checked.ts";
import type {
  AddedHeader,
  Declaration,
  Narrowing,
  Preparation,
  SharedOption,
  TextCheck,
} from "../../model/declaration.ts";
import type { Delivery } from "../../model/delivery.ts";
import { ERROR } from "../../model/types/construct.ts";
import { type CheckContext, type Env, moduleEnv } from "../context/context.ts";

/** What raises a loss that comes with the component, whatever its options. */
const NO_OPTION = "No option can: use another component where that matters.";

/** Reads the types and clauses of an extern declaration: the standard library's and the users' alike. */
export function readDeclaration(context: CheckContext, decl: ExternDecl, unit: Unit): Declaration {
  const typeParams = decl.typeParams.map((param) => param.text);
  const env = { ...moduleEnv(unit), typeParams: new Set(typeParams), onlyValues: decl.externKind === "fn" };
  const called = decl.externKind === "fn" || decl.externKind === "operator";
  const clauses = (word: string): Clause[] => decl.clauses.filter((clause) => clause.word.text === word);
  // What the compiler does itself only the standard library can declare.
  const own = (word: string): Clause[] => (unit.stdlib ? clauses(word) : []);
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
      also: clauses("also")
        .filter((clause) => clause.for.some((option) => nameOf(option) === param.name.text))
        .flatMap((clause) => clause.args.map(nameOf)),
    })),
    shared: sharedOptions(context, decl),
    result: decl.result === null ? null : context.typeOf(decl.result, env),
    delivers: (names("delivers")[0] as Delivery | undefined) ?? null,
    adds: headersOf(clauses("adds")),
    brings: headersOf(clauses("brings")),
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
    exclusiveFor: clauses("exclusive").flatMap((clause) => clause.for.map(nameOf))[0] ?? null,
    requires: [
      ...clauses("requires").flatMap(({ args }) =>
        args.map((condition) => ({ condition, text: textOf(condition, unit) })),
      ),
      ...optionsFor(context, decl).flatMap(({ declaration }) => declaration.requires),
    ],
    batches: names("batches")[0] ?? null,
    transacts: names("transacts")[0] ?? null,
    encodes: names("encodes")[0] ?? null,
    writesJson: writtenAsJson(clauses("writes")),
    writesText: clauses("writes").some(({ args }) => args.some((arg) => nameOf(arg) === "text")),
    holds: names("holds")[0] ?? null,
    parallel: names("parallel")[0] ?? null,
    distributed: clauses("distributed").length > 0,
    rereads: names("rereads")[0] ?? null,
    resumes: clauses("resumes").length > 0,
    loses: clauses("loses").map((clause) => ({
      reason: stringOf(clause.args[0]) ?? "",
      unless: clause.unless,
      raise:
        clause.unless.length === 0
          ? NO_OPTION
          : clause.unless.map((condition) => `Set \`${settingOf(condition, unit)}\`.`).join(" "),
    })),
    counts: clauses("counts").flatMap(({ args, text }) => {
      const [name] = args.map(nameOf);
      return name === undefined || text === null ? [] : [{ name, what: text.value }];
    }),
    atomic: clauses("atomic").length > 0,
    knowsBatches: clauses("knowsBatches").length > 0,
    knowsBatchesUnless: clauses("knowsBatches").flatMap(({ unless }) => unless),
    beginsAgain: clauses("beginsAgain").length > 0,
    drops: clauses("drops").length > 0,
    elementwise: clauses("elementwise").length > 0,
    blocking: clauses("blocking").length > 0,
    windowed: windowedBy(own("windowed")),
    wholeEvents: own("wholeEvents").length > 0,
    emitter: nameIn(own("emitter")),
    reader: own("reader").length > 0,
    loop: nameIn(own("loop")),
    pieces: nameIn(own("pieces")),
    stateful: clauses("stateful").length > 0,
    keeps: keptBy(context, env, clauses("stateful")),
    ordered: clauses("ordered").length > 0,
    bounded: clauses("bounded").length > 0,
    from: decl.from?.value ?? null,
    emits: stringOf(clauses("emits")[0]?.args[0]),
    checks: clauses("checks").flatMap((clause) => clause.args.flatMap(textCheckOf)),
    also: clauses("also").flatMap((clause) => (clause.for.length === 0 ? clause.args.map(nameOf) : [])),
    narrows: clauses("narrows").flatMap((clause) => clause.args.flatMap(narrowingOf)),
    prepares: preparationOf(clauses("prepares")[0]?.args[0]),
  };
}

function headersOf(clauses: readonly Clause[]): AddedHeader[] {
  return clauses.flatMap((clause) => clause.args.map((header) => ({ header, where: clause.for.map(nameOf) })));
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

function windowedBy(clauses: readonly Clause[]): Declaration["windowed"] {
  const [length, slide = null, zone = null, offset = null] = clauses[0]?.args.map(nameOf) ?? [];
  return length === undefined ? null : { length, slide, zone, offset };
}

/** Key and value type of `stateful K, S`, in which `[T]` is an array. */
function keptBy(context: CheckContext, env: Env, clauses: readonly Clause[]): Declaration["keeps"] {
  const [key, value] = clauses[0]?.args.map((arg) => context.typeOf(typeNodeOf(arg), env)) ?? [];
  return key === undefined || value === undefined ? null : { key, value };
}

/** A type that stands where values do. */
function typeNodeOf(expr: Expr): TypeNode {
  const { span } = expr;
  if (expr.kind === "TupleExpr") return { kind: "TupleType", span, elements: expr.elements.map(typeNodeOf) };
  if (expr.kind === "ArrayExpr" && expr.elements[0] !== undefined && expr.elements[0].kind !== "Spread") {
    return { kind: "ArrayType", span, element: typeNodeOf(expr.elements[0]) };
  }
  if (expr.kind === "NullLiteral") return { kind: "LiteralType", span, value: null, raw: "null" };
  return { kind: "NamedType", span, name: { kind: "Name", span, text: nameOf(expr) }, args: [] };
}

function writtenAsJson(clauses: readonly Clause[]): Declaration["writesJson"] {
  const clause = clauses.find(({ args }) => args.some((arg) => nameOf(arg) === "json"));
  return clause === undefined ? null : { option: clause.for.map(nameOf)[0] ?? null };
}

function nameIn(clauses: readonly Clause[]): string | null {
  const [name] = clauses[0]?.args ?? [];
  return name === undefined ? null : nameOf(name);
}

function preparationOf(expr: Expr | undefined): Preparation | null {
  if (expr?.kind !== "CallExpr") return null;
  return { name: nameOf(expr.callee), params: expr.args.map((arg) => nameOf(arg.value)) };
}

/** Parameters, each before the start of its text or `null`. */
function narrowingOf(expr: Expr): Narrowing[] {
  if (expr.kind !== "CallExpr") return [];
  const values = expr.args.map((arg) => arg.value);
  const when = values.flatMap((param, index) => {
    const start = index % 2 === 0 ? values[index + 1] : undefined;
    if (start === undefined) return [];
    return [{ param: nameOf(param), start: start.kind === "NullLiteral" ? null : nameOf(start) }];
  });
  return [{ name: nameOf(expr.callee), when }];
}

function nameOf(expr: Expr): string {
  return expr.kind === "NameExpr" ? expr.text : expr.kind === "StringLiteral" ? expr.value : "";
}

function stringOf(expr: Expr | undefined): string | null {
  return expr?.kind === "StringLiteral" ? expr.value : null;
}
