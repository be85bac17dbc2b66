/** Declarations: what stands at the top of a file, and what stands in an agent, a test or an `extern`. */
import type { Block, ElseDrop, ElseReject, Expr, LetStmt, Parameter, Renamed, StringLiteral } from "./expressions.ts";
import type { Name, NodeBase, Span } from "./node.ts";
import type { TypeNode } from "./types.ts";
import type { Wire } from "./wires.ts";

/** A whole file: its declarations in the order in which they stand. */
export interface SourceFile extends NodeBase {
  readonly kind: "SourceFile";
  readonly declarations: readonly Declaration[];
}

/** What every declaration can carry: `///` lines without their slashes, and `pub`. */
interface DeclarationBase extends NodeBase {
  readonly doc: readonly string[];
  readonly pub: boolean;
  readonly name: Name;
}

/** What stands at the top level of a file. */
export type Declaration =
  | ImportDecl
  | TypeDecl
  | ConstDecl
  | ParamDecl
  | SecretDecl
  | FnDecl
  | TopicDecl
  | TableDecl
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

/** `topic name was "old": T = kafka(…)` */
export interface TopicDecl extends DeclarationBase, Renamed {
  readonly kind: "TopicDecl";
  readonly element: TypeNode;
  readonly value: Expr;
}

/** `table name: T = csv(…)` */
export interface TableDecl extends DeclarationBase {
  readonly kind: "TableDecl";
  /** Type of a row. */
  readonly element: TypeNode;
  readonly value: Expr;
}

/** `agent name was "old" guarantees g { … }` */
export interface AgentDecl extends DeclarationBase, Renamed {
  readonly kind: "AgentDecl";
  readonly guarantees: Name | null;
  readonly members: readonly (ComponentDecl | Wire)[];
}

/** `source r1 was "old" = netcat(…)` inside an agent */
export interface ComponentDecl extends NodeBase, Renamed {
  readonly kind: "ComponentDecl";
  readonly doc: readonly string[];
  readonly role: "source" | "channel" | "sink";
  readonly name: Name;
  readonly value: Expr;
}

/** `stream name was "old" every 15s guarantees g overrun merge maxRate 1000 backpressure retries 3 else -> dead { … }` */
export interface StreamDecl extends DeclarationBase, Renamed {
  readonly kind: "StreamDecl";
  readonly every: Expr;
  readonly guarantees: Name | null;
  /** What becomes of batches that cannot begin in their interval: `queue` or `merge`. */
  readonly overrun: Name | null;
  /** Most events a second of each input. */
  readonly maxRate: Expr | null;
  /** Most events a second of each partition of a topic. */
  readonly maxRatePerPartition: Expr | null;
  /** Where it says `backpressure`. */
  readonly backpressureSpan: Span | null;
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

/** A statement of a `test` block. */
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

/** What an `extern` declares: the word that follows it. */
export type ExternKind = "source" | "sink" | "channel" | "topic" | "table" | "options" | "operator" | "fn" | "field";

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
 * Which words exist and what they mean is the compiler's business (`compiler/model/declaration.ts`).
 */
export interface Clause extends NodeBase {
  readonly kind: "Clause";
  readonly word: Name;
  readonly args: readonly Expr[];
  /** `counts longLines "lines that were cut"` */
  readonly text: StringLiteral | null;
  /** `for a, b` */
  readonly for: readonly Expr[];
  /** `unless a` */
  readonly unless: readonly Expr[];
}
