/** What the standard library declares, as far as it has a counterpart for what Flume has. */
import type { Clause, Expr, ExternDecl, ExternKind, SourceFile, TypeNode } from "../../../grammar/ast.ts";
import type { FlumeType } from "./known/flume-type.ts";

/** An option of the standard library's, as its declaration has it. */
export interface LibraryOption {
  readonly name: string;
  readonly type: TypeNode;
  /** Null when it must be given. */
  readonly fallback: Expr | null;
  /** `also "sink.directory" for directory`: what it is called elsewhere. */
  readonly also: readonly string[];
}

/** A component or operator of the standard library's, as its declaration has it. */
export interface LibraryPart {
  readonly kind: ExternKind;
  readonly name: string;
  readonly also: readonly string[];
  readonly options: readonly LibraryOption[];
  /** `hides rollCount, rollSize for rollInterval`: limits that hold beside others until they are switched off. */
  readonly hides: readonly { readonly hides: readonly string[]; readonly for: readonly string[] }[];
}

/** All components and operators of agents, by the trees of the declarations. */
export type Library = readonly LibraryPart[];

/** What the declarations in `trees` offer to a configuration of Flume's. */
export function libraryOf(trees: readonly SourceFile[]): Library {
  return trees.flatMap(({ declarations }) =>
    declarations
      .filter((one) => one.kind === "ExternDecl")
      .filter(isOfAgents)
      .map(partOf),
  );
}

/** The counterpart of a component of Flume: what is declared under its name, or is called so elsewhere. */
export function counterpart(library: Library, kind: ExternKind, { names }: FlumeType): LibraryPart | null {
  const wanted = new Set(names.flatMap((name) => [plain(name), plain(shortName(name))]));
  const own = library.filter((part) => part.kind === kind);
  const named = own.find(({ name }) => wanted.has(plain(name)));
  return named ?? own.find(({ also }) => also.some((word) => wanted.has(plain(word)))) ?? null;
}

/** The option for a key of Flume's: `hdfs.rollInterval`, `max-line-length`. */
export function optionFor({ options }: LibraryPart, key: string): LibraryOption | null {
  const words = key.split(".");
  for (const wanted of words.map((_, index) => words.slice(index).join("."))) {
    const named = options.find(({ name, also }) => [name, ...also].some((word) => plain(word) === plain(wanted)));
    if (named !== undefined) return named;
  }
  return null;
}

/** `max-line-length`, `max_line_length` and `maxLineLength` are one name. */
export function plain(name: string): string {
  return name.replaceAll(/[^a-zA-Z0-9]/g, "").toLowerCase();
}

/** `kafka` of `org.apache.flume.source.kafka.KafkaSource`, `uuid` of `….UUIDInterceptor$Builder`. */
function shortName(name: string): string {
  const last = name.split(".").at(-1) ?? name;
  return last.replace(/\$Builder$/, "").replace(/(?<=.)(Source|Sink|Channel|Interceptor)$/, "");
}

function isOfAgents({ externKind, receiver }: ExternDecl): boolean {
  if (externKind === "operator") return receiver?.kind === "NamedType" && receiver.name.text === "Events";
  return externKind === "source" || externKind === "channel" || externKind === "sink" || externKind === "topic";
}

function partOf(decl: ExternDecl): LibraryPart {
  const words = decl.clauses.filter(({ word }) => word.text === "also");
  return {
    kind: decl.externKind,
    name: decl.name.text,
    also: words.filter((clause) => clause.for.length === 0).flatMap(wordsOf),
    hides: decl.clauses
      .filter(({ word }) => word.text === "hides")
      .map((clause) => ({ hides: clause.args.map(textOf), for: clause.for.map(textOf) })),
    options: decl.params.flatMap(({ name, type, value }) => {
      if (type === null) return [];
      const also = words.filter((clause) => clause.for.some((option) => textOf(option) === name.text)).flatMap(wordsOf);
      return [{ name: name.text, type, fallback: value, also }];
    }),
  };
}

function wordsOf({ args }: Clause): string[] {
  return args.map(textOf);
}

function textOf(expr: Expr): string {
  return expr.kind === "NameExpr" ? expr.text : expr.kind === "StringLiteral" ? expr.value : "";
}
