/** Gives a selected expression a name: a `fn` of what it takes, or a `let` of the stream that it stands in. */
import type { Analysis } from "../../../compiler/compile.ts";
import { contains as holds, widen } from "../../../compiler/model/types/construct.ts";
import { show } from "../../../compiler/model/types/show.ts";
import type { Type } from "../../../compiler/model/types/type.ts";
import type { LetStmt, Node, Parameter, Span } from "../../../grammar/ast.ts";
import type { TextEdit } from "../../../grammar/diagnostic.ts";
import { encloses, nodeAt, walk } from "../../../grammar/walk.ts";

/** A change that leaves the meaning as it is. */
export interface Refactoring {
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

/** The names that a new `fn` or `let` has until its author finds better ones. */
const NEW_NAME = "extracted";

/** Ways to name what is selected; none where the selection is not one whole expression, or cannot stand elsewhere. */
export function extractions(analysis: Analysis, selected: Span): readonly Refactoring[] {
  const { entry, types } = analysis.checked;
  const span = trim(entry.text, selected);
  if (span.start >= span.end) return [];
  const outside = nodeAt(entry.tree, span.start).filter((node) => encloses(node.span, span));
  const found = outside.find((node) => encloses(span, node.span) && isExpr(node));
  const type = found === undefined ? undefined : types.get(found);
  const declaration = outside[1];
  if (found === undefined || type === undefined || declaration === undefined) return [];
  if (found.kind === "NameExpr" || !isClosed(found)) return [];
  if (type.kind === "generic") return type.name === "DStream" ? extractLet(analysis, span, outside) : [];
  return extractFn(analysis, found, type, declaration);
}

/** `fn extracted(a: A): R = …` above the declaration that the expression stands in. */
function extractFn({ checked }: Analysis, expr: Node, type: Type, declaration: Node): readonly Refactoring[] {
  const { text } = checked.entry;
  const taken = new Map<string, Type>();
  for (const decl of localsOf(checked, expr)) {
    const known = checked.types.get(decl);
    if (known === undefined) return [];
    taken.set(decl.name.text, known);
  }
  if (![type, ...taken.values()].every(isWritable)) return [];
  const name = unusedName(text);
  const params = [...taken].map(([param, paramType]) => `${param}: ${show(paramType)}`).join(", ");
  const body = text.slice(expr.span.start, expr.span.end);
  const at = startWithDocs(text, declaration.span.start);
  return [
    {
      title: `Extract into the function \`${name}\``,
      edits: [
        { span: { start: at, end: at }, text: `fn ${name}(${params}): ${show(widen(type))} = ${body}\n\n` },
        { span: expr.span, text: `${name}(${[...taken.keys()].join(", ")})` },
      ],
    },
  ];
}

/** `let extracted = …` above the wire or `let` that the expression stands in. */
function extractLet({ checked }: Analysis, span: Span, outside: readonly Node[]): readonly Refactoring[] {
  const { text } = checked.entry;
  const member = outside[outside.findIndex(({ kind }) => kind === "StreamDecl") + 1];
  if (member === undefined || (member.kind !== "Wire" && member.kind !== "LetStmt")) return [];
  const name = unusedName(text);
  const at = startWithDocs(text, member.span.start);
  const indent = text.slice(text.lastIndexOf("\n", at - 1) + 1, at);
  const declared = `let ${name} = ${text.slice(span.start, span.end)}\n${indent}`;
  // Two edits that begin at one place are one.
  const edits =
    at === span.start
      ? [{ span, text: `${declared}${name}` }]
      : [
          { span: { start: at, end: at }, text: declared },
          { span, text: name },
        ];
  return [{ title: `Extract into \`let ${name}\``, edits }];
}

/** Parameters and `let`s of functions around `expr` that it names, in the order in which it does. */
function localsOf({ symbols }: Analysis["checked"], expr: Node): ReadonlySet<Parameter | LetStmt> {
  const found = new Set<Parameter | LetStmt>();
  walk(expr, (node) => {
    const symbol = symbols.get(node);
    const isLocal = symbol?.kind === "parameter" || (symbol?.kind === "let" && symbol.stream === null);
    if (isLocal && !encloses(expr.span, symbol.decl.span)) found.add(symbol.decl);
  });
  return found;
}

/** What leaves the element or the function around it, or is missing. */
const OPEN: ReadonlySet<Node["kind"]> = new Set(["ElseDrop", "ElseReject", "ElseFail", "TryExpr", "MissingExpr"]);

/** Whether `expr` means the same elsewhere. */
function isClosed(expr: Node): boolean {
  let closed = true;
  walk(expr, ({ kind }) => {
    if (OPEN.has(kind)) closed = false;
  });
  return closed;
}

function isExpr({ kind }: Node): boolean {
  return kind.endsWith("Literal") || (kind.endsWith("Expr") && kind !== "TargetExpr" && kind !== "LambdaExpr");
}

/** Whether the type can be written as it is shown. */
function isWritable(type: Type): boolean {
  return (["error", "variable", "never", "parameter"] as const).every((kind) => !holds(type, kind));
}

function unusedName(text: string): string {
  let name = NEW_NAME;
  for (let count = 2; new RegExp(`\\b${name}\\b`).test(text); count++) name = `${NEW_NAME}${count}`;
  return name;
}

/** Where the doc comment above `start` begins, or `start`. */
function startWithDocs(text: string, start: number): number {
  let at = start;
  for (;;) {
    const lineStart = text.lastIndexOf("\n", at - 1) + 1;
    if (lineStart === 0) return at;
    const before = text.slice(text.lastIndexOf("\n", lineStart - 2) + 1, lineStart - 1);
    if (!/^\s*\/\/\//.test(before)) return at;
    at = lineStart - 1 - before.trimStart().length;
  }
}

function trim(text: string, { start, end }: Span): Span {
  const chosen = text.slice(start, end);
  return {
    start: start + (chosen.length - chosen.trimStart().length),
    end: end - (chosen.length - chosen.trimEnd().length),
  };
}
