/** An extern declaration, read: all that the compiler knows of a component, operator or function. */
import type { Expr, ExternKind } from "../grammar/ast.ts";
import type { Type } from "./types/type.ts";

export interface DeclaredParam {
  readonly name: string;
  readonly doc: readonly string[];
  readonly type: Type;
  /** Null when it must be given. */
  readonly value: Expr | null;
  /** May be given without its name; always so for `fn` and `operator`. */
  readonly positional: boolean;
}

/** All that may stand between the parentheses of a component: its own options, then the shared ones. */
export function optionsOf({ params, shared }: Pick<Declaration, "params" | "shared">): readonly DeclaredParam[] {
  return shared.length === 0 ? params : [...params, ...shared];
}

/** How a source, channel or sink takes part in the guarantee of a path (`delivers …`). */
export type Delivery =
  | "replayable"
  | "acknowledged"
  | "forgetful"
  | "durable"
  | "volatile"
  | "transactional"
  | "idempotent"
  | "confirmed"
  | "unconfirmed";

/** An option that many components have, and that the runtime takes care of: a module is not given it. */
export interface SharedOption extends DeclaredParam {
  /** The default as written. */
  readonly fallback: string;
}

export interface Requirement {
  readonly condition: Expr;
  /** The condition as written. */
  readonly text: string;
}

export interface Preparation {
  readonly name: string;
  readonly params: readonly string[];
}

/** `hdfsOnDisk(path, "file://")`: the export that does the same for values of a parameter that begin so. */
export interface Narrowing {
  readonly name: string;
  readonly param: string;
  readonly start: string;
}

/**
 * `timePattern(pattern)`: what the text of a parameter has to be, where it is known before the start. In
 * `accessLog(format, own, R)` it always has to be known: it describes the record for which the type parameter stands.
 */
export interface TextCheck {
  readonly kind: string;
  readonly param: string;
  /** What else the clause says: `scheme(path, "hdfs", "file")`, and of `accessLog` the parameters that it names. */
  readonly values: readonly string[];
}

/** `adds fileHeaderKey for fileHeader`: a header that is there where these options are true. */
export interface AddedHeader {
  /** Its name, over the options; of a map or a function that gives one its keys, of a regex the names of its groups. */
  readonly header: Expr;
  readonly where: readonly string[];
}

/** `hides rollCount, rollSize for rollInterval`: defaults that leave other options without effect. */
export interface Hiding {
  readonly hides: readonly string[];
  readonly for: readonly string[];
}

export interface Declaration {
  readonly kind: ExternKind;
  readonly name: string;
  readonly doc: readonly string[];
  readonly typeParams: readonly string[];
  readonly receiver: Type | null;
  readonly params: readonly DeclaredParam[];
  /** Of a component: what `extern options` of the standard library adds to all of its kind (`of sink, topic`). */
  readonly shared: readonly SharedOption[];
  /** Body type of a source or sink, result of a fn, operator or field; null for a channel, which takes any. */
  readonly result: Type | null;
  readonly delivers: Delivery | null;
  /** `adds headerName`: headers that an operator or source adds, or a sink for its own escapes. */
  readonly adds: readonly AddedHeader[];
  /** `removes withName, fromList`: options that name headers which the operator takes away. */
  readonly removes: readonly string[];
  /** `computes value`: functions of the event that the emitted program asks itself, and whose results a step is given. */
  readonly computes: readonly string[];
  /** `needs timestamp for path, filePrefix unless useLocalTimeStamp`: headers needed by escapes in these options. */
  readonly needs: readonly {
    readonly header: string;
    readonly for: readonly string[];
    readonly unless: readonly string[];
  }[];
  /** `of sink, topic`: the kinds of components that get these options. */
  readonly of: readonly string[];
  /** `exclusive port`: two components with equal values here would fight; 0 and absent never do. */
  readonly exclusive: readonly string[];
  /** `requires transactionCapacity <= capacity`: must hold over the options. */
  readonly requires: readonly Requirement[];
  /** `batches batchSize`: the option that says how many events one transaction of this source or sink has. */
  readonly batches: string | null;
  /** `transacts transactionCapacity`: the option of a channel that bounds one transaction. */
  readonly transacts: string | null;
  /** `encodes codec`: the option that says how bodies are written; with `"text"` they must have a plain form. */
  readonly encodes: string | null;
  /** `holds capacity`: the option of a channel that says how many events it has room for. */
  readonly holds: string | null;
  /** `parallel partitions`: the option of a topic that says how many readers of one group can share the work. */
  readonly parallel: string | null;
  /** `loses "REASON" unless ackEveryEvent`: events may be lost beyond what `delivers` says, unless all conditions hold. */
  readonly loses: readonly { readonly reason: string; readonly unless: readonly Expr[]; readonly raise: string }[];
  /** A write of this sink or topic that fails leaves nothing behind. */
  readonly atomic: boolean;
  /** The operator may give less than it gets: nothing at all for some of it. */
  readonly drops: boolean;
  /** Keeps something between batches. */
  readonly stateful: boolean;
  /** What the operator gives has an order of its own, which a test compares. */
  readonly ordered: boolean;
  /** The function throws `OutOfRange` where its result or an argument leaves its range; an `else` around it catches that. */
  readonly bounded: boolean;
  /** Module as written (`./netcat.ts`), null for what the emitter writes itself (operators) or what is the
   *  JavaScript method of the same name (functions). */
  readonly from: string | null;
  /** `emits "…"`: the JavaScript of a function without a module, where it is not simply the method of that name:
   *  `{this}` and `{parameter}` are put in. */
  readonly emits: string | null;
  /** `prepares timeReader(pattern, zone)`: the export that is given these parameters and type parameters once, where a
   *  program has constants for them, and makes the function that takes the others; null for a function without one. */
  readonly prepares: Preparation | null;
  /** `narrows hdfsOnDisk(path, "file://")`: exports of the module that do less and bring less with them, and are enough
   *  where the program says how the text of a parameter begins. */
  readonly narrows: readonly Narrowing[];
  /** `also toLowerCase, lower`: what it is called elsewhere, for those who look for it by that name. */
  readonly also: readonly string[];
  readonly hides: readonly Hiding[];
  /** `checks timePattern(pattern), encoding(charset)` */
  readonly checks: readonly TextCheck[];
}
