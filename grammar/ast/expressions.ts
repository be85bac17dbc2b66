/** Expressions, and the blocks that lambdas and functions are made of. */
import type { Name, NodeBase, Span } from "./node.ts";
import type { TypeNode } from "./types.ts";

/** A parameter of a `fn` or lambda, or a parameter or option of an extern declaration. */
export interface Parameter extends NodeBase {
  readonly kind: "Parameter";
  readonly doc: readonly string[];
  /** `positional path: string`: a component option that may be given without its name. */
  readonly positional: boolean;
  readonly name: Name;
  readonly type: TypeNode | null;
  readonly value: Expr | null;
}

/** What can keep something, under its name. */
export interface Renamed {
  /** `was "old"`, behind the name: what is kept is kept under that name. Null where the program says nothing. */
  readonly was: StringLiteral | null;
}

/** `let x was "old": T = value` in a stream; `let x: T = value` in a block or a test */
export interface LetStmt extends NodeBase, Renamed {
  readonly kind: "LetStmt";
  readonly doc: readonly string[];
  readonly name: Name;
  readonly type: TypeNode | null;
  readonly value: Expr;
}

/** `{ let … return … }` */
export interface Block extends NodeBase {
  readonly kind: "Block";
  readonly lets: readonly LetStmt[];
  readonly result: Expr;
}

/** Anything that has a value, or that stood where a value was expected (`MissingExpr`). */
export type Expr =
  | NameExpr
  | Literal
  | TemplateLiteral
  | ArrayExpr
  | TupleExpr
  | RecordExpr
  | LambdaExpr
  | CallExpr
  | MemberExpr
  | IndexExpr
  | UnaryExpr
  | BinaryExpr
  | ConditionalExpr
  | MatchExpr
  | ElseExpr
  | TryExpr
  | ParenExpr
  | MissingExpr;

/** One token that stands for a value. */
export type Literal =
  | NumberLiteral
  | StringLiteral
  | BoolLiteral
  | NullLiteral
  | DurationLiteral
  | SizeLiteral
  | TimestampLiteral
  | RegexLiteral;

/** A name used as a value; `text` is empty where the parser has made one up. */
export interface NameExpr extends NodeBase {
  readonly kind: "NameExpr";
  readonly text: string;
}

/** `1_000`, `1.5e3`; `float` when written with a point or an exponent. `raw` is the text as written. */
export interface NumberLiteral extends NodeBase {
  readonly kind: "NumberLiteral";
  readonly value: number;
  readonly float: boolean;
  readonly raw: string;
}

/** `value` has its escapes resolved; `raw` is the text with its quotes. */
export interface StringLiteral extends NodeBase {
  readonly kind: "StringLiteral";
  readonly value: string;
  readonly raw: string;
}

/** `` `a ${b} c` ``: texts (escapes resolved) and expressions in turn, starting and ending with a text. */
export interface TemplateLiteral extends NodeBase {
  readonly kind: "TemplateLiteral";
  readonly texts: readonly string[];
  /** The texts as written. */
  readonly raws: readonly string[];
  readonly values: readonly Expr[];
}

/** `true`, `false` */
export interface BoolLiteral extends NodeBase {
  readonly kind: "BoolLiteral";
  readonly value: boolean;
}

/** `null` */
export interface NullLiteral extends NodeBase {
  readonly kind: "NullLiteral";
}

/** `15s`; `value` in milliseconds */
export interface DurationLiteral extends NodeBase {
  readonly kind: "DurationLiteral";
  readonly value: number;
  readonly raw: string;
}

/** `64KiB`; `value` in bytes */
export interface SizeLiteral extends NodeBase {
  readonly kind: "SizeLiteral";
  readonly value: number;
  readonly raw: string;
}

/** `@2026-01-01T00:00:00Z`; `value` in milliseconds since 1970, NaN when it is no date */
export interface TimestampLiteral extends NodeBase {
  readonly kind: "TimestampLiteral";
  readonly value: number;
  readonly raw: string;
}

/** `/pattern/flags` */
export interface RegexLiteral extends NodeBase {
  readonly kind: "RegexLiteral";
  readonly pattern: string;
  readonly flags: string;
}

/** `[a, ...b]` */
export interface ArrayExpr extends NodeBase {
  readonly kind: "ArrayExpr";
  readonly elements: readonly (Expr | Spread)[];
}

/** `...value` in an array, a record or a call. */
export interface Spread extends NodeBase {
  readonly kind: "Spread";
  readonly value: Expr;
}

/** `(a, b)`: two parts or more */
export interface TupleExpr extends NodeBase {
  readonly kind: "TupleExpr";
  readonly elements: readonly Expr[];
}

/** `{ a: 1, b, ...c }` */
export interface RecordExpr extends NodeBase {
  readonly kind: "RecordExpr";
  readonly fields: readonly (RecordField | Spread)[];
}

/** `shorthand` for `{ b }`: the value is then a NameExpr of the same span. */
export interface RecordField extends NodeBase {
  readonly kind: "RecordField";
  readonly name: Name;
  readonly value: Expr;
  readonly shorthand: boolean;
}

/** `x => …`, `(k, v) => …`, `x => { let … return … }` */
export interface LambdaExpr extends NodeBase {
  readonly kind: "LambdaExpr";
  readonly params: readonly Parameter[];
  readonly body: Expr | Block;
}

/** `f(a, name: b, ...c)`, `parseJson<Access>(line)` */
export interface CallExpr extends NodeBase {
  readonly kind: "CallExpr";
  readonly callee: Expr;
  readonly typeArgs: readonly TypeNode[];
  readonly args: readonly Argument[];
}

/** `name` is null for a positional argument; `spread` for `...record`. */
export interface Argument extends NodeBase {
  readonly kind: "Argument";
  readonly name: Name | null;
  readonly spread: boolean;
  readonly value: Expr;
}

/** `a.b`, `a?.b` */
export interface MemberExpr extends NodeBase {
  readonly kind: "MemberExpr";
  readonly object: Expr;
  readonly optional: boolean;
  readonly name: Name;
}

/** `object[index]`, of an array, a map, a tuple or JSON. */
export interface IndexExpr extends NodeBase {
  readonly kind: "IndexExpr";
  readonly object: Expr;
  readonly index: Expr;
}

/** `!operand`, `-operand` */
export interface UnaryExpr extends NodeBase {
  readonly kind: "UnaryExpr";
  readonly operator: "!" | "-";
  readonly operand: Expr;
}

/** The operators with two operands, as they are written; `grammar/precedence.ts` says how tightly they bind. */
export type BinaryOperator =
  | "||"
  | "&&"
  | "=="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "+"
  | "-"
  | "*"
  | "/"
  | "div"
  | "mod";

/** `left operator right` */
export interface BinaryExpr extends NodeBase {
  readonly kind: "BinaryExpr";
  readonly operator: BinaryOperator;
  /** Where the operator itself stands. */
  readonly operatorSpan: Span;
  readonly left: Expr;
  readonly right: Expr;
}

/** `c ? a : b` */
export interface ConditionalExpr extends NodeBase {
  readonly kind: "ConditionalExpr";
  readonly condition: Expr;
  readonly then: Expr;
  readonly otherwise: Expr;
}

/** `match value { "a", "b" => x, else => y }` */
export interface MatchExpr extends NodeBase {
  readonly kind: "MatchExpr";
  readonly value: Expr;
  readonly cases: readonly MatchCase[];
}

/** No patterns means `else`. A pattern is a literal, `null`, or a negative number. */
export interface MatchCase extends NodeBase {
  readonly kind: "MatchCase";
  readonly patterns: readonly Expr[];
  readonly value: Expr;
}

/** `value else handler` */
export interface ElseExpr extends NodeBase {
  readonly kind: "ElseExpr";
  readonly value: Expr;
  readonly handler: ElseHandler;
}

/** What `else` does where there is no value. */
export type ElseHandler = ElseValue | ElseDrop | ElseReject | ElseFail;

/** `… else value` */
export interface ElseValue extends NodeBase {
  readonly kind: "ElseValue";
  readonly value: Expr;
}

/** `… else drop`: the element is left out and counted. */
export interface ElseDrop extends NodeBase {
  readonly kind: "ElseDrop";
}

/** `else -> rejects` */
export interface ElseReject extends NodeBase {
  readonly kind: "ElseReject";
  readonly target: Expr;
}

/** `… else fail`: the batch fails. */
export interface ElseFail extends NodeBase {
  readonly kind: "ElseFail";
}

/** `try value`: a failure or a null leaves the function as its own. */
export interface TryExpr extends NodeBase {
  readonly kind: "TryExpr";
  readonly value: Expr;
}

/** `(value)`, kept so that the formatter and fixes find the parentheses. */
export interface ParenExpr extends NodeBase {
  readonly kind: "ParenExpr";
  readonly value: Expr;
}

/** Where an expression should stand and does not. */
export interface MissingExpr extends NodeBase {
  readonly kind: "MissingExpr";
}
