/**
 * The syntax tree: plain data with string kinds and spans, nothing else. Types and symbols live in side tables of
 * the compiler, so that a tree can be shared between compilations. A piece that the text lacks is a `Missing` node
 * (or a name with empty text): later stages stay silent about it, since the parser has already spoken.
 */

/** Offsets into the text in UTF-16 units; `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

interface NodeBase {
  readonly span: Span;
}

/** An identifier where it stands; `text` is empty when the parser had to invent it. */
export interface Name extends NodeBase {
  readonly kind: "Name";
  readonly text: string;
}

export interface SourceFile extends NodeBase {
  readonly kind: "SourceFile";
  readonly declarations: readonly Declaration[];
}

// ---- declarations ------------------------------------------------------------------------------------------------

/** What every declaration can carry: `///` lines without their slashes, and `pub`. */
interface DeclarationBase extends NodeBase {
  readonly doc: readonly string[];
  readonly pub: boolean;
  readonly name: Name;
}

export type Declaration =
  | ImportDecl
  | TypeDecl
  | ConstDecl
  | ParamDecl
  | SecretDecl
  | FnDecl
  | TopicDecl
  | AgentDecl
  | StreamDecl
  | TestDecl
  | ExternDecl;

/** `import { a, b } from "./x.flow"` */
export interface ImportDecl extends NodeBase {
  readonly kind: "ImportDecl";
  readonly names: readonly Name[];
  readonly from: StringLiteral;
}

/** `type Access = { … }`, `type Pair<A> = (A, A)` */
export interface TypeDecl extends DeclarationBase {
  readonly kind: "TypeDecl";
  readonly typeParams: readonly Name[];
  readonly type: TypeNode;
}

/** `const name: T = value` */
export interface ConstDecl extends DeclarationBase {
  readonly kind: "ConstDecl";
  readonly type: TypeNode | null;
  readonly value: Expr;
}

/** `param name: T = default` */
export interface ParamDecl extends DeclarationBase {
  readonly kind: "ParamDecl";
  readonly type: TypeNode | null;
  readonly value: Expr | null;
}

/** `secret name = env("X")` */
export interface SecretDecl extends DeclarationBase {
  readonly kind: "SecretDecl";
  readonly value: Expr;
}

/** `fn f<T>(a: T): U = expression`, or with a block body */
export interface FnDecl extends DeclarationBase {
  readonly kind: "FnDecl";
  readonly typeParams: readonly Name[];
  readonly params: readonly Parameter[];
  readonly result: TypeNode | null;
  readonly body: Expr | Block;
}

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

/** `topic name: T = kafka(…)` */
export interface TopicDecl extends DeclarationBase {
  readonly kind: "TopicDecl";
  readonly element: TypeNode;
  readonly value: Expr;
}

/** `agent name guarantees g { … }` */
export interface AgentDecl extends DeclarationBase {
  readonly kind: "AgentDecl";
  readonly guarantees: Name | null;
  readonly members: readonly (ComponentDecl | Wire)[];
}

/** `source r1 = netcat(…)` inside an agent */
export interface ComponentDecl extends NodeBase {
  readonly kind: "ComponentDecl";
  readonly doc: readonly string[];
  readonly role: "source" | "channel" | "sink";
  readonly name: Name;
  readonly value: Expr;
}

/** `stream name every 15s guarantees g retries 3 else -> dead { … }` */
export interface StreamDecl extends DeclarationBase {
  readonly kind: "StreamDecl";
  readonly every: Expr;
  readonly guarantees: Name | null;
  /** How often a batch that fails is tried again. */
  readonly retries: Expr | null;
  /** What becomes of elements that make a batch fail. */
  readonly otherwise: ElseReject | ElseDrop | null;
  readonly members: readonly (LetStmt | Wire)[];
}

/** `test "title" { … }`; its `name` has the title's text and span. */
export interface TestDecl extends DeclarationBase {
  readonly kind: "TestDecl";
  readonly members: readonly TestMember[];
}

export type TestMember = GivenStmt | AdvanceStmt | ExpectStmt | ExpectFailureStmt | LetStmt;

/** `given accesses = [[…], […]]` */
export interface GivenStmt extends NodeBase {
  readonly kind: "GivenStmt";
  readonly target: Expr;
  readonly value: Expr;
}

/** `advance 5m` */
export interface AdvanceStmt extends NodeBase {
  readonly kind: "AdvanceStmt";
  readonly by: Expr;
}

/** `expect a == b`, `expect a contains b` */
export interface ExpectStmt extends NodeBase {
  readonly kind: "ExpectStmt";
  readonly relation: "==" | "contains";
  readonly actual: Expr;
  readonly expected: Expr;
}

/** `expect s fails`, `expect s fails "no whole number"` */
export interface ExpectFailureStmt extends NodeBase {
  readonly kind: "ExpectFailureStmt";
  /** The agent or stream. */
  readonly owner: Expr;
  /** A part of the reason. */
  readonly reason: Expr | null;
}

export type ExternKind = "source" | "sink" | "channel" | "topic" | "options" | "operator" | "fn" | "field";

/**
 * `extern source netcat(…): string delivers acknowledged from "./netcat.ts"`,
 * `extern operator DStream<(K, V)>.reduceByKey<K, V>(merge: (V, V) => V): DStream<(K, V)>`
 */
export interface ExternDecl extends DeclarationBase {
  readonly kind: "ExternDecl";
  readonly externKind: ExternKind;
  readonly receiver: TypeNode | null;
  readonly typeParams: readonly Name[];
  readonly params: readonly Parameter[];
  readonly result: TypeNode | null;
  readonly clauses: readonly Clause[];
  readonly from: StringLiteral | null;
}

/**
 * What a declaration promises beyond its types: a word and the expressions after it, separated by commas.
 * `delivers acknowledged` · `adds headerName` · `needs timestamp for path, filePrefix unless useLocalTimeStamp` ·
 * `exclusive bind, port` · `requires transactionCapacity <= capacity` · `batches batchSize` · …
 * Which words exist and what they mean is the compiler's business (`compiler/declaration.ts`).
 */
export interface Clause extends NodeBase {
  readonly kind: "Clause";
  readonly word: Name;
  readonly args: readonly Expr[];
  /** `for a, b` */
  readonly for: readonly Expr[];
  /** `unless a` */
  readonly unless: readonly Expr[];
}

// ---- statements and wires ----------------------------------------------------------------------------------------

/** `let x: T = value` in a stream, a block or a test */
export interface LetStmt extends NodeBase {
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

/** `a.timestamp() -> c -> k`: at least two stages unless the text is broken; the first is what flows. */
export interface Wire extends NodeBase {
  readonly kind: "Wire";
  readonly from: Expr;
  readonly to: readonly Target[];
}

export type Target = TargetExpr | FanOut | Route | DropTarget;

/** A name, a component call, or a channel with operators on its way out (`c1.map(…) -> k1`). */
export interface TargetExpr extends NodeBase {
  readonly kind: "TargetExpr";
  readonly value: Expr;
  /** `c2?`: its failure is only counted. */
  readonly optional: boolean;
  /** `k1 else -> dead`, `k1 else drop`: what becomes of events that it refuses. Other handlers have been reported. */
  readonly refused: ElseHandler | null;
}

/** `[c1, c2?]` */
export interface FanOut extends NodeBase {
  readonly kind: "FanOut";
  readonly targets: readonly Target[];
}

/** `route e => e.headers["state"] { "CZ" => c1, "US", "UK" => [c2, c3], else => c4 }` */
export interface Route extends NodeBase {
  readonly kind: "Route";
  readonly selector: Expr;
  readonly cases: readonly RouteCase[];
}

/** One line of a route; no patterns means `else`. */
export interface RouteCase extends NodeBase {
  readonly kind: "RouteCase";
  readonly patterns: readonly Expr[];
  readonly target: Target;
}

/** `else drop` of a route */
export interface DropTarget extends NodeBase {
  readonly kind: "DropTarget";
}

// ---- expressions -------------------------------------------------------------------------------------------------

export type Expr =
  | NameExpr
  | NumberLiteral
  | StringLiteral
  | TemplateLiteral
  | BoolLiteral
  | NullLiteral
  | DurationLiteral
  | SizeLiteral
  | TimestampLiteral
  | RegexLiteral
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
export interface BoolLiteral extends NodeBase {
  readonly kind: "BoolLiteral";
  readonly value: boolean;
}
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
export interface IndexExpr extends NodeBase {
  readonly kind: "IndexExpr";
  readonly object: Expr;
  readonly index: Expr;
}
export interface UnaryExpr extends NodeBase {
  readonly kind: "UnaryExpr";
  readonly operator: "!" | "-";
  readonly operand: Expr;
}
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
export type ElseHandler = ElseValue | ElseDrop | ElseReject | ElseFail;
export interface ElseValue extends NodeBase {
  readonly kind: "ElseValue";
  readonly value: Expr;
}
export interface ElseDrop extends NodeBase {
  readonly kind: "ElseDrop";
}
/** `else -> rejects` */
export interface ElseReject extends NodeBase {
  readonly kind: "ElseReject";
  readonly target: Expr;
}
export interface ElseFail extends NodeBase {
  readonly kind: "ElseFail";
}
export interface TryExpr extends NodeBase {
  readonly kind: "TryExpr";
  readonly value: Expr;
}
export interface ParenExpr extends NodeBase {
  readonly kind: "ParenExpr";
  readonly value: Expr;
}
/** Where an expression should stand and does not. */
export interface MissingExpr extends NodeBase {
  readonly kind: "MissingExpr";
}

// ---- types -------------------------------------------------------------------------------------------------------

export type TypeNode =
  | NamedType
  | ArrayType
  | TupleType
  | RecordType
  | FunctionType
  | UnionType
  | LiteralType
  | NullableType
  | FallibleType
  | MissingType;

/** `int`, `Access`, `Map<string, int>` */
export interface NamedType extends NodeBase {
  readonly kind: "NamedType";
  readonly name: Name;
  readonly args: readonly TypeNode[];
}
export interface ArrayType extends NodeBase {
  readonly kind: "ArrayType";
  readonly element: TypeNode;
}
export interface TupleType extends NodeBase {
  readonly kind: "TupleType";
  readonly elements: readonly TypeNode[];
}
/** `{ a: A, b: B? }`; fields are separated by commas or line ends alike. */
export interface RecordType extends NodeBase {
  readonly kind: "RecordType";
  readonly fields: readonly FieldType[];
}
export interface FieldType extends NodeBase {
  readonly kind: "FieldType";
  readonly doc: readonly string[];
  readonly name: Name;
  readonly type: TypeNode;
}
/** `(V, V) => V`, `(value: T) => U` */
export interface FunctionType extends NodeBase {
  readonly kind: "FunctionType";
  readonly params: readonly FunctionTypeParam[];
  readonly result: TypeNode;
}
export interface FunctionTypeParam extends NodeBase {
  readonly kind: "FunctionTypeParam";
  readonly name: Name | null;
  readonly type: TypeNode;
}
/** `"debug" | "info"` */
export interface UnionType extends NodeBase {
  readonly kind: "UnionType";
  readonly members: readonly TypeNode[];
}
export interface LiteralType extends NodeBase {
  readonly kind: "LiteralType";
  readonly value: string | number | boolean | null;
  readonly raw: string;
}
/** `T?` */
export interface NullableType extends NodeBase {
  readonly kind: "NullableType";
  readonly type: TypeNode;
}
/** `T!` */
export interface FallibleType extends NodeBase {
  readonly kind: "FallibleType";
  readonly type: TypeNode;
}
export interface MissingType extends NodeBase {
  readonly kind: "MissingType";
}

export type Node =
  | Name
  | SourceFile
  | Declaration
  | Parameter
  | ComponentDecl
  | TestMember
  | Clause
  | Block
  | Wire
  | Target
  | RouteCase
  | Expr
  | Spread
  | RecordField
  | Argument
  | MatchCase
  | ElseHandler
  | TypeNode
  | FieldType
  | FunctionTypeParam;

/** A comment that is no doc comment of a declaration; `text` has its slashes. */
export interface Comment {
  readonly span: Span;
  readonly text: string;
}
