/** Pieces of emitted expressions, and the ways to put them together. */
import { braced, type Doc, group, indented, LINE, listed } from "./doc.ts";
import { withoutMarks } from "./source-positions.ts";

/** How tightly an expression holds together; a looser one gets parentheses inside a tighter one. */
export const BINDING = {
  arrow: 1,
  conditional: 2,
  coalesce: 2.5,
  or: 3,
  and: 4,
  equality: 5,
  relation: 6,
  sum: 7,
  product: 8,
  unary: 9,
  postfix: 10,
} as const;

/** An emitted expression, with what has to be known to put it into another one. */
export interface Code {
  readonly doc: Doc;
  /** One of `BINDING`. */
  readonly binds: number;
  /** A name, a literal or a path of names: it costs nothing to write it twice. */
  readonly simple: boolean;
  /** A tuple, array or record written out, or a choice of such: TypeScript would find too wide a type for it. */
  readonly widens: boolean;
  /** `[]`: nothing in it tells its type. */
  readonly empty?: true;
  /** Of `a ?? null`: the `a`, which may be undefined. */
  readonly orUndefined?: Doc;
}

/**
 * What an expression of the language has become. Mostly code; but a tuple that was written out is kept in its parts,
 * and an event on an agent's wire in its fields, as long as nobody asks for the whole.
 */
export interface Value {
  /** The whole; building it may allocate. */
  whole(): Code;
  /** Of a tuple in parts. */
  readonly parts: readonly Value[] | null;
  /** Of a record in parts. */
  readonly fields: ReadonlyMap<string, Value> | null;
  /** Of a `T!`: how to get at a record of which only what is asked for is made. */
  readonly attempt?: Attempt;
  /** Of such a record: it has a name already, and only its `whole` makes all of it. */
  readonly partial?: { readonly name: Code; need(field: string): void };
  /** Of a part of a text, which only its `whole` cuts out. */
  readonly part?: TextPart;
}

/** Where a part of a text begins and ends, -1 for the end of the text. */
export interface TextPart {
  readonly text: Doc;
  readonly from: string;
  readonly to: string;
  /** Whether somebody has use for the whole of it. */
  isCut(): boolean;
}

/** An expression that gives a record or a failure, before it is known which. */
export interface Attempt {
  /** Gives the record, or a failure. */
  readonly code: Code;
  /** The record as `name`, once it is known to be one. */
  record(name: Code): Value;
}

/** A value of which only the whole is known. */
export function asValue(code: Code): Value {
  return { whole: () => code, parts: null, fields: null };
}

/** A value whose parts are at hand; the tuple itself is made only where somebody asks for the whole. */
export function tupleOf(parts: readonly Value[]): Value {
  const whole = (): Code =>
    literal(
      listed(
        "[",
        parts.map((part) => part.whole().doc),
        "]",
      ),
    );
  return { whole, parts, fields: null };
}

/** A value whose fields are at hand; the record itself is made only where somebody asks for the whole. */
export function recordOf(fields: ReadonlyMap<string, Value>): Value {
  const whole = (): Code => literal(object([...fields].map(([name, value]) => property(name, value.whole().doc))));
  return { whole, parts: null, fields };
}

/** A name, or a literal that is no collection. */
export function atom(doc: Doc): Code {
  return { doc, binds: BINDING.postfix, simple: true, widens: false };
}

/** Anything that needs no parentheses anywhere, such as a call. */
export function primary(doc: Doc): Code {
  return { doc, binds: BINDING.postfix, simple: false, widens: false };
}

/** A tuple, array or record written out. */
export function literal(doc: Doc): Code {
  return { doc, binds: BINDING.postfix, simple: false, widens: true };
}

/** Code whose outermost operator binds as `binds` says, one of `BINDING`; see `Code.widens` for the last one. */
export function operation(doc: Doc, binds: number, widens = false): Code {
  return { doc, binds, simple: false, widens };
}

/** The text of `code` where only what binds at least as tightly as `binds` may stand. */
export function parenthesize(code: Code, binds: number): Doc {
  return code.binds < binds ? ["(", code.doc, ")"] : code.doc;
}

/** `object.name`; `mark` is where the name stands. */
export function member(object: Code, name: string, mark = "", optional = false): Code {
  const doc = [parenthesize(object, BINDING.postfix), optional ? "?." : ".", mark, name];
  return { ...primary(doc), simple: object.simple && !optional };
}

/** `callee(args)`; the callee must bind as a postfix does. */
export function call(callee: Doc, args: readonly Doc[]): Code {
  return primary([callee, argumentList(args)]);
}

/** A last argument with braces or a body of its own hugs the parentheses: `f(a, {` … `})`. */
function argumentList(args: readonly Doc[]): Doc {
  const last = args.at(-1);
  if (args.length === 1 && last !== undefined && isBraced(last)) return ["(", last, ")"];
  return listed("(", args, ")");
}

/** The body of an arrow function: an expression where nothing has to be done before. */
export function bodyOf(statements: readonly Doc[], result: Code): Doc {
  if (statements.length > 0) return braced([...statements, ["return ", result.doc, ";"]]);
  // A record would be read as a block.
  return startsWithBrace(result.doc) ? ["(", result.doc, ")"] : parenthesize(result, BINDING.arrow);
}

function startsWithBrace(doc: Doc): boolean {
  if (typeof doc === "string") return doc.startsWith("{");
  if (Array.isArray(doc)) {
    const first = doc.find((part) => typeof part !== "string" || withoutMarks(part) !== "");
    return first !== undefined && startsWithBrace(first as Doc);
  }
  return "content" in doc && startsWithBrace(doc.content);
}

/** `{ a: 1, b }` */
export function object(properties: readonly Doc[]): Doc {
  return listed("{", properties, "}", " ");
}

function isBraced(doc: Doc): boolean {
  if (typeof doc === "string") return doc.startsWith("{") || doc.startsWith("[");
  if (Array.isArray(doc)) return doc.length > 0 && isBraced(doc[0] as Doc);
  return "kind" in doc && doc.kind === "group" && isBraced(doc.content);
}

/** `a || b || c`, broken before each operator. */
export function chained(operator: string, operands: readonly Doc[]): Doc {
  const [first, ...rest] = operands;
  if (first === undefined) return "";
  return group(first, indented(rest.map((operand) => [LINE, `${operator} `, operand])));
}

/** A property of an object literal: `name: value`, or `name` where the value is just that. */
export function property(name: string, value: Doc): Doc {
  if (isJust(value, name)) return value;
  // Written plainly, `__proto__` would set the prototype.
  return [name === "__proto__" ? '["__proto__"]' : name, ": ", value];
}

/** True for `name` and nothing else, but for marks. */
function isJust(doc: Doc, name: string): boolean {
  if (typeof doc === "string") return withoutMarks(doc) === name;
  const said = Array.isArray(doc) ? doc.filter((part) => typeof part !== "string" || withoutMarks(part) !== "") : [];
  return said.length === 1 && isJust(said[0] as Doc, name);
}
