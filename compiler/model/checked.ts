/**
 * What `1-resolve` and `2-check` found out, as side tables over syntax trees that they leave alone. Plan, emitter,
 * `explain` and the editor read these and nothing else of those stages.
 */
import type {
  AgentDecl,
  CallExpr,
  ComponentDecl,
  ConstDecl,
  ElseDrop,
  ElseReject,
  Expr,
  ExternDecl,
  ExternKind,
  FnDecl,
  LambdaExpr,
  LetStmt,
  Node,
  ParamDecl,
  Parameter,
  SecretDecl,
  SourceFile,
  Span,
  StreamDecl,
  TableDecl,
  TopicDecl,
  TryExpr,
  TypeDecl,
} from "../../grammar/ast.ts";
import type { Diagnostic } from "../../grammar/diagnostic.ts";
import type { Declaration } from "./declaration.ts";
import type { Known } from "./known.ts";
import type { Type } from "./types/type.ts";

/** One file of a program, or of the standard library. */
export interface Unit {
  readonly path: string;
  readonly text: string;
  readonly tree: SourceFile;
  readonly stdlib: boolean;
}

/** What a name stands for. `unit` is where it is declared. */
export type FlowSymbol =
  | { readonly kind: "extern"; readonly decl: ExternDecl; readonly unit: Unit; readonly declaration: Declaration }
  | { readonly kind: "fn"; readonly decl: FnDecl; readonly unit: Unit }
  | { readonly kind: "const"; readonly decl: ConstDecl; readonly unit: Unit }
  | { readonly kind: "param"; readonly decl: ParamDecl; readonly unit: Unit }
  | { readonly kind: "secret"; readonly decl: SecretDecl; readonly unit: Unit }
  | { readonly kind: "type"; readonly decl: TypeDecl; readonly unit: Unit }
  | { readonly kind: "topic"; readonly decl: TopicDecl; readonly unit: Unit }
  | { readonly kind: "table"; readonly decl: TableDecl; readonly unit: Unit }
  | { readonly kind: "agent"; readonly decl: AgentDecl; readonly unit: Unit }
  | { readonly kind: "stream"; readonly decl: StreamDecl; readonly unit: Unit }
  /** A named component of an agent, also when it is reached as `a1.c1`. */
  | { readonly kind: "component"; readonly decl: ComponentDecl; readonly agent: AgentDecl; readonly unit: Unit }
  /** A `let` of a stream (also as `trending.hits`), block or test. */
  | { readonly kind: "let"; readonly decl: LetStmt; readonly stream: StreamDecl | null; readonly unit: Unit }
  /** A parameter of a `fn` or a lambda. */
  | { readonly kind: "parameter"; readonly decl: Parameter; readonly unit: Unit };

/** Something that is declared here and done elsewhere. */
export type Extern = Extract<FlowSymbol, { kind: "extern" }>;

/** One declared parameter or option with what the call gives for it. */
export interface BoundArgument {
  readonly name: string;
  /** Type wanted, with the call's type arguments put in. */
  readonly type: Type;
  /** What the call says: null when it says nothing and the default (or absence) holds. */
  readonly value: Expr | null;
  /** The value is the field of this name of a `...record` that the call spreads. */
  readonly spreadField: string | null;
  /** Everything given for a parameter that takes any number (`failover(k1, k2)`), else null. */
  readonly values: readonly Expr[] | null;
}

/** A call with its parts put where they belong. */
export interface BoundCall {
  readonly callee: Extract<FlowSymbol, { kind: "extern" | "fn" }>;
  /** What the call is made upon (`line` in `line.split(" ")`), null for a plain call. */
  readonly receiver: Expr | null;
  /** `line?.trim()`: gives null for a null receiver. */
  readonly optional: boolean;
  readonly typeArgs: ReadonlyMap<string, Type>;
  /** One for each declared parameter, in declared order. */
  readonly args: readonly BoundArgument[];
}

/** What leaves the element or the function around it. */
export type Exit = ElseDrop | ElseReject | TryExpr;

/** One setting that a condition asks about. */
export interface Operand {
  /** What messages call it. */
  readonly name: string;
  /** What says it, in `unit`; null for a value that the program does not write and that is known. */
  readonly expr: Expr | null;
  readonly unit: Unit;
  /** It is the field of this name of the record that `expr` gives. */
  readonly field: string | null;
  readonly type: Type;
  /** The program leaves it at its default. */
  readonly isDefault: boolean;
  /** Its value, where that is known before the start. */
  readonly known: Known | undefined;
}

/** A condition over settings, without those parts that are known. */
export type Condition =
  | { readonly kind: "constant"; readonly value: Known }
  | { readonly kind: "operand"; readonly operand: Operand }
  | { readonly kind: "unary"; readonly operator: "!" | "-"; readonly of: Condition }
  | { readonly kind: "binary"; readonly operator: string; readonly left: Condition; readonly right: Condition }
  /** What nobody can compute here. */
  | { readonly kind: "opaque" };

/** A condition that the emitted program asks when it starts. */
export interface Demand {
  readonly span: Span;
  readonly condition: Condition;
  /** What is wrong where it does not hold; `{name}` stands for the value of that operand. */
  readonly message: string;
  /** All that the message tells the values of. */
  readonly operands: readonly Operand[];
  /** It is about what is made outside of the program's own code: in its tests there is no such thing. */
  readonly ofComponent: boolean;
}

/** A table that is read by what it is about. */
export interface Lookup<Key, Value> {
  get(key: Key): Value | undefined;
  has(key: Key): boolean;
}

/** What can be written at one place of a file. */
export interface ScopeAt {
  readonly where: "module" | "agent" | "stream" | "test";
  /** Whatever a name can stand for but types, innermost first; of several with one name the one that it means. */
  values(): readonly FlowSymbol[];
  /** Components of a role; `"source"`, `"channel"`, `"sink"` or `"topic"`. */
  components(role: ExternKind): readonly Extern[];
  /** Types by name; `symbol` is null for those that are built in and for type parameters. */
  types(): readonly { readonly name: string; readonly symbol: Extract<FlowSymbol, { kind: "type" }> | null }[];
  /** Declared operators, functions and fields that fit `receiver`; a record's own fields are in its type. */
  members(receiver: Type): readonly Extern[];
}

/** What the checker found out about a program: side tables by node, and diagnostics. No later stage changes it. */
export interface Checked {
  readonly entry: Unit;
  /** The entry first, then what it imports, directly or not; without the standard library. */
  readonly units: readonly Unit[];
  readonly diagnostics: readonly Diagnostic[];
  /**
   * Type of an expression, a parameter, a let, const, param or fn (its function type). In a stream a source call, a
   * topic and a let have `DStream<T>`; on an agent's wire a source has `Events<T>`.
   */
  readonly types: Lookup<Node, Type>;
  /** By NameExpr, by MemberExpr that names a declared thing (`a1.c1`), by Name in an import, type or target. */
  readonly symbols: Lookup<Node, FlowSymbol>;
  readonly calls: Lookup<CallExpr, BoundCall>;
  /** Extern declarations of `units`, used or not. */
  readonly externs: readonly Extern[];
  /** Lambdas that name the parts of one tuple: `(path, n) => n` over a stream of pairs. */
  readonly destructured: Pick<ReadonlySet<LambdaExpr>, "has">;
  /**
   * Headers that are known of an agent's events: by the parameter of a lambda that is given them, the call of an operator
   * that they come to, and the call of a sink, which also has those that it adds for its escapes.
   */
  readonly headers: Lookup<Node, ReadonlySet<string>>;
  /** Every exit that was checked, by file. */
  readonly exits: ReadonlyMap<Unit, ReadonlySet<Exit>>;
  /** What has to hold when the program starts, as nothing before can tell, by file. */
  readonly demands: ReadonlyMap<Unit, ReadonlySet<Demand>>;
  /** Type of a type name: `Access`. */
  typeNamed(decl: TypeDecl): Type;
  /** What the names at `offset` of a unit of this program can be: for completion. */
  scopeAt(unit: Unit, offset: number): ScopeAt;
}
