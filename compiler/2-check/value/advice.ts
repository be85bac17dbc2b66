/** What to write instead of a value of the wrong type, for the slips that tutorials of other systems invite. */
import type { Node, Span } from "../../../grammar/ast.ts";
import type { Fix } from "../../../grammar/diagnostic.ts";
import { suggest } from "../../../grammar/did-you-mean.ts";
import { certain, printable } from "../../model/types/construct.ts";
import { fits } from "../../model/types/fits.ts";
import { show } from "../../model/types/show.ts";
import type { Type } from "../../model/types/type.ts";
import { jsonHelp } from "./json-help.ts";

/** What to do about a type that does not fit, in words and as fixes; both may be empty. */
export interface Advice {
  readonly help: string;
  readonly fixes: readonly Fix[];
}

/** Advice on `node`, of type `found`, where `wanted` is expected. */
export function adviceOn(node: Node, found: Type, wanted: Type): Advice {
  const inner = certain(wanted);
  if (node.kind === "StringLiteral" && UNQUOTED[inner.kind]?.test(node.value)) {
    return { help: `Leave out the quotes: \`${node.value}\`.`, fixes: [write(node.span, node.value, true)] };
  }
  if (node.kind === "BinaryExpr" && node.operator === "/" && inner.kind === "int") {
    return { help: "`/` gives a `float`. Whole numbers are divided by `div`: `a div b`.", fixes: [] };
  }
  if (node.kind === "StringLiteral" && isRegex(inner) && isEscaped(node)) {
    // A backslash in a string means something else than in a regular expression.
    return { help: "Write it between slashes, with its backslashes as they are: `/\\d+/`.", fixes: [] };
  }
  const meant = node.kind === "StringLiteral" ? unquoted(node.value, inner) : null;
  // `10MB` may be meant as ten million bytes.
  const isSafe = inner.kind !== "size";
  if (meant !== null) return { help: `Write \`${meant}\`.`, fixes: [write(node.span, meant, isSafe)] };
  if (inner.kind === "union") return fromUnion(node, inner.members.map(show));
  if (inner.kind === "array" && fits(found, inner.element)) {
    const { start, end } = node.span;
    const edits = [insertion(start, "["), insertion(end, "]")];
    const help = `Put it in brackets: \`${show(inner)}\` is a list.`;
    return { help, fixes: [{ title: "Put it in brackets", edits, safe: false }] };
  }
  if (node.kind === "NumberLiteral" && (inner.kind === "duration" || inner.kind === "size")) {
    const unit = inner.kind === "duration" ? "s" : "B";
    return { help: unitHelp(found, inner), fixes: [write(node.span, `${node.raw}${unit}`, false)] };
  }
  const parser = found.kind === "string" ? PARSERS[inner.kind] : undefined;
  if (parser !== undefined && node.kind === "ElseExpr") {
    const fix = { title: "Parse it", edits: [insertion(node.value.span.end, `?.${parser}()`)], safe: false };
    return { help: `Parse it in front of the \`else\`: \`…?.${parser}() else …\`.`, fixes: [fix] };
  }
  if (inner.kind === "duration" && node.kind === "StringLiteral") {
    return { help: "A duration has a unit, and no quotes: `500ms`, `30s`, `5m`, `1h`, `7d`.", fixes: [] };
  }
  const help = jsonHelp(found, inner) || unitHelp(found, inner) || tableHelp(node, found, inner);
  return { help, fixes: [] };
}

/** What makes a value of the kind of a text. */
const PARSERS: Readonly<Record<string, string>> = {
  int: "toInt",
  float: "toFloat",
  bool: "toBool",
  duration: "toDuration",
  size: "toSize",
};

/** Texts that would be a value of the kind if they were not in quotes. */
const UNQUOTED: Readonly<Record<string, RegExp>> = {
  int: /^-?\d+$/,
  float: /^-?\d+(\.\d+)?$/,
  bool: /^(true|false)$/,
  duration: /^\d+(ms|s|m|h|d)$/,
  size: /^\d+(B|KiB|MiB|GiB|TiB)$/,
};

/** What a text in quotes, without backslashes where `wanted` is an expression, is meant to be: `"10 seconds"` a duration, `"10MB"` a size, `"^ERROR"` a regular expression. */
function unquoted(text: string, wanted: Type): string | null {
  if (wanted.kind === "duration") {
    const [, count, millis, unit] = /^(\d+)\s*(?:(ms|millis\w*)|([smhd])\w*)$/i.exec(text.trim()) ?? [];
    return count === undefined ? null : `${count}${millis === undefined ? unit?.toLowerCase() : "ms"}`;
  }
  if (wanted.kind === "size") {
    const [, count, prefix] = /^(\d+)\s*(?:([KMGT])i?)?B?$/i.exec(text.trim()) ?? [];
    return count === undefined ? null : `${count}${prefix === undefined ? "B" : `${prefix.toUpperCase()}iB`}`;
  }
  return isRegex(wanted) && text !== "" ? `/${text.replaceAll("/", "\\/")}/` : null;
}

function isRegex(type: Type): boolean {
  return type.kind === "generic" && type.name === "Regex";
}

/** Whether a text has backslashes: it is shorter than it is written. */
function isEscaped({ value, span }: Extract<Node, { kind: "StringLiteral" }>): boolean {
  return value.length !== span.end - span.start - '""'.length;
}

function fromUnion(node: Node, members: readonly string[]): Advice {
  const near = node.kind === "StringLiteral" ? suggest(JSON.stringify(node.value), members) : null;
  if (near !== null) return { help: `Did you mean \`${near}\`?`, fixes: [write(node.span, near, true)] };
  return { help: `One of ${members.map((one) => `\`${one}\``).join(", ")}.`, fixes: [] };
}

function unitHelp(found: Type, wanted: Type): string {
  const number = found.kind === "int" || found.kind === "float" || found.kind === "literal";
  if (number && wanted.kind === "duration") return "A duration has a unit: `500ms`, `30s`, `5m`, `1h`, `7d`.";
  if (number && wanted.kind === "size") return "A size has a unit: `512B`, `64KiB`, `1MiB`.";
  if (wanted.kind === "int" && (found.kind === "duration" || found.kind === "size"))
    return "Write a plain number, without a unit.";
  if (wanted.kind === "int" && found.kind === "float") return "Convert it: `.round()`, `.floor()` or `.ceil()`.";
  if (wanted.kind === "string" && printable(found)) return "Convert it: `` `${value}` ``.";
  if (wanted.kind === "bool") return conditionHelp(found);
  const parser = found.kind === "string" ? PARSERS[wanted.kind] : undefined;
  if (parser !== undefined) return `Parse it, which can fail: \`.${parser}()\`.`;
  if (wanted.kind === "function" && found.kind !== "function") return "It takes a function: `x => …`.";
  return "";
}

/** Nothing but a `bool` is a condition: whoever comes from Python or JavaScript compares. */
function conditionHelp(found: Type): string {
  if (found.kind === "string") return 'A condition compares: `… != ""`, or `!….isBlank()`.';
  if (found.kind === "int" || found.kind === "float") return "A condition compares: `… != 0`.";
  return found.kind === "array" ? "A condition compares: `….length > 0`." : "";
}

/** A stream of Structured Streaming is joined with a table of rows; here rows are looked up. */
function tableHelp(node: Node, found: Type, wanted: Type): string {
  if (found.kind !== "map" || wanted.kind !== "generic" || wanted.name !== "DStream") return "";
  const name = node.kind === "NameExpr" ? node.text : "rows";
  return `Look rows up by their keys: \`.map((key, value) => (key, (value, ${name}[key])))\`; where there is none, that is null.`;
}

function insertion(at: number, text: string): Fix["edits"][number] {
  return { span: { start: at, end: at }, text };
}

function write(span: Span, text: string, safe: boolean): Fix {
  return { title: `Write \`${text}\``, edits: [{ span, text }], safe };
}
