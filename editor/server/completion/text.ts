/** Inside quotes: the texts that the place takes, headers that the wire sets, and the escapes of a path. */
import { HOST_NAMES, TIME_LETTERS } from "../../../compiler/2-check/value/escapes.ts";
import type { Analysis } from "../../../compiler/compile.ts";
import type { BoundCall, Checked, Unit } from "../../../compiler/model/checked.ts";
import type { CallExpr, Expr, IndexExpr, Node, Span } from "../../../grammar/ast.ts";
import { nodeAt } from "../../../grammar/walk.ts";
import { pathFrom } from "../actions/auto-import.ts";
import type { Cursor } from "./cursor.ts";
import { type CompletionItem, literal } from "./item.ts";
import { literalsOf } from "./names.ts";
import { wantedByName, wantedByPlace } from "./options.ts";

/** What a text can be, or what its piece before the cursor can become. */
export interface TextCompletions {
  readonly items: readonly CompletionItem[];
  readonly replaces: Span;
}

/** Completes the text around the cursor; `others` gives the files that may be imported from. */
export function completeText(
  { checked }: Analysis,
  { offset, typed }: Cursor,
  others: () => readonly Unit[],
): TextCompletions {
  const path = nodeAt(checked.entry.tree, offset);
  const text = path.at(-1);
  const [parent, call] = [path.at(-2), path.at(-3)];
  if (text?.kind === "TemplateLiteral" || text?.kind === "StringLiteral") {
    const begun =
      parent?.kind === "Argument" && call?.kind === "CallExpr" ? escapeAt(checked, call, text, offset) : null;
    if (begun !== null) return begun;
  }
  if (text?.kind !== "StringLiteral") return { items: [], replaces: typed };
  const whole = (values: readonly string[]): TextCompletions => ({
    items: values.map((value) => literal(JSON.stringify(value))),
    replaces: text.span,
  });
  switch (parent?.kind) {
    case "ImportDecl": {
      const from = checked.entry.path;
      return whole(others().flatMap(({ path: file }) => (file === from ? [] : [pathFrom(from, file)])));
    }
    case "IndexExpr":
      return whole(headersRead(checked, parent));
    case "Argument": {
      if (call?.kind !== "CallExpr") return whole([]);
      const bound = checked.calls.get(call);
      if (bound !== undefined && namesHeader(bound, text)) return whole(headersAt(checked, call));
      const wanted =
        parent.name === null ? wantedByPlace(checked, call, parent) : wantedByName(checked, call, parent.name.text);
      return { items: literalsOf(wanted).filter((item) => item.text.startsWith('"')), replaces: text.span };
    }
    default:
      return whole([]);
  }
}

/** Of `e.headers["…"]`. */
function headersRead(checked: Checked, { object }: IndexExpr): readonly string[] {
  if (object.kind !== "MemberExpr" || object.name.text !== "headers") return [];
  const event = checked.symbols.get(object.object);
  return event === undefined ? [] : headersAt(checked, event.decl);
}

function headersAt(checked: Checked, at: Node): readonly string[] {
  return [...(checked.headers.get(at) ?? [])].sort();
}

/** Whether the option that gets the text names a header: one that is added, `.header("…")`, or taken away. */
function namesHeader({ callee, args }: BoundCall, text: Expr): boolean {
  const option = args.find(({ value }) => value === text)?.name;
  if (option === undefined || callee.kind !== "extern") return false;
  const { adds, removes } = callee.declaration;
  return removes.includes(option) || adds.some(({ header }) => header.kind === "NameExpr" && header.text === option);
}

/** `%{tenant}`, `%[IP]`, `%Y`: where `%` and the beginning of one stand before the cursor, in a text that is filled from events. */
function escapeAt(checked: Checked, call: CallExpr, text: Expr, offset: number): TextCompletions | null {
  const bound = checked.calls.get(call);
  const option = bound?.args.find(({ value }) => value === text)?.name;
  const isFilled =
    bound?.callee.kind === "extern" &&
    bound.callee.declaration.checks.some(({ kind, param }) => kind === "escapes" && param === option);
  if (!isFilled) return null;
  const source = checked.entry.text;
  const begun = /(?:^|[^%])(?:%%)*(%(?:\{[\w.-]*|\[\w*|[A-Za-z])?)$/.exec(source.slice(text.span.start, offset))?.[1];
  if (begun === undefined) return null;
  const closing = begun.startsWith("%{") ? /^[\w.-]*\}/ : begun.startsWith("%[") ? /^\w*\]/ : /^/;
  const end = offset + (closing.exec(source.slice(offset, text.span.end))?.[0].length ?? 0);
  const item = (label: string, detail: string): CompletionItem => ({ ...literal(label), detail });
  const items = [
    ...headersAt(checked, call).map((name) => item(`%{${name}}`, "header of the event")),
    ...HOST_NAMES.map((name) => item(`%[${name}]`, "this machine")),
    ...Object.entries(TIME_LETTERS).map(([letter, part]) => item(`%${letter}`, part.replaceAll("`", ""))),
    item("%%", "a percent sign"),
  ];
  return { items, replaces: { start: offset - begun.length, end } };
}
