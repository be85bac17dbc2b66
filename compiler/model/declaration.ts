/** An extern declaration, read: all that the compiler knows of a component, operator or function. */
import type { Expr, ExternKind } from "../../grammar/ast.ts";
import type { Delivery } from "./delivery.ts";
import type { Type } from "./types/type.ts";
import type { WindowParams } from "./window-params.ts";

/** A parameter of a function or operator, or an option of a component. */
export interface DeclaredParam {
  readonly name: string;
  readonly doc: readonly string[];
  readonly type: Type;
  /** Null when it must be given. */
  readonly value: Expr | null;
  /** May be given without its name; always so for `fn` and `operator`. */
  readonly positional: boolean;
  /** `also host for bind`: what it is called elsewhere. */
  readonly also: readonly string[];
}

/** All that may stand between the parentheses of a component: its own options, then the shared ones. */
export function optionsOf({ params, shared }: Pick<Declaration, "params" | "shared">): readonly DeclaredParam[] {
  return shared.length === 0 ? params : [...params, ...shared];
}

/** An option that many components have, and that the runtime takes care of: a module is not given it. */
export interface SharedOption extends DeclaredParam {
  /** The default as written. */
  readonly fallback: string;
}

/** `requires condition`: what has to hold between options that are constants. */
export interface Requirement {
  readonly condition: Expr;
  /** The condition as written. */
  readonly text: string;
}

/** `prepares name(params)`: the function that makes another one of those arguments, once, when they are constants. */
export interface Preparation {
  readonly name: string;
  readonly params: readonly string[];
}

/** `hdfsOnDisk(path, "file://")`: the export that does the same for values of a parameter that begin so. */
export interface Narrowing {
  readonly name: string;
  /** All of these hold: the text of a parameter begins so, or the parameter is null. */
  readonly when: readonly { readonly param: string; readonly start: string | null }[];
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

/** `adds fileHeaderKey for fileHeader`: a header that events have where these options are true. */
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

/** A counter of a component, and what it counts. */
export interface Counted {
  readonly name: string;
  readonly what: string;
}

/** What an `extern` says of a thing, its types resolved and its clauses read: all that the compiler knows of it. */
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
  /** `brings "host", any`: headers that an event may have, as it comes with them from outside; `any` is of any name. */
  readonly brings: readonly AddedHeader[];
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
  /**
   * `exclusive bind, port`: two components with equal values in all of these would fight, for `listenAddress` with
   * addresses that overlap; with 0 or null for one of them they never do.
   */
  readonly exclusive: readonly string[];
  /** `exclusive bind, port for udp`: only those fight that say the same behind `for`. */
  readonly exclusiveFor: string | null;
  /** `requires transactionCapacity <= capacity`: must hold over the options. */
  readonly requires: readonly Requirement[];
  /** `batches batchSize`: the option that says how many events one transaction of this source or sink has. */
  readonly batches: string | null;
  /** `transacts transactionCapacity`: the option of a channel that bounds one transaction. */
  readonly transacts: string | null;
  /** `encodes codec`: the option that says how bodies are written; with `"text"` they must have a plain form. */
  readonly encodes: string | null;
  /** `writes json for format`: bodies are written as JSON, where that option says so; without one always. */
  readonly writesJson: { readonly option: string | null } | null;
  /** `writes text`: bodies that are neither texts nor bytes are shown as the text of their JSON. */
  readonly writesText: boolean;
  /** `holds capacity`: the option of a channel that says how many events it has room for. */
  readonly holds: string | null;
  /** `parallel partitions`: the option of a topic that says how many readers of one group can share the work. */
  readonly parallel: string | null;
  /** Processes on several machines can use this topic or channel at a time; what it keeps is not in the data directory. */
  readonly distributed: boolean;
  /** `rereads commitInterval`: the option of a source or topic that says how long positions may wait to be written. */
  readonly rereads: string | null;
  /** The source keeps where it stands, and continues there after a restart. */
  readonly resumes: boolean;
  /** `loses "REASON" unless ackEveryEvent`: events may be lost beyond what `delivers` says, unless all conditions hold. */
  readonly loses: readonly { readonly reason: string; readonly unless: readonly Expr[]; readonly raise: string }[];
  /** `counts longLines "lines that were cut"`: what it counts while it runs, beside what the runtime counts of all. */
  readonly counts: readonly Counted[];
  /** A write of this sink or topic that fails leaves nothing behind. */
  readonly atomic: boolean;
  /** This sink or topic leaves a batch out that it has written already, which a stream does again after a crash. */
  readonly knowsBatches: boolean;
  /** `knowsBatches unless adoptAfter > 0s`: where it cannot. */
  readonly knowsBatchesUnless: readonly Expr[];
  /** This source reads the same from its beginning at each start, and knows whether it is the same. */
  readonly beginsAgain: boolean;
  /** The operator may give less than it gets: nothing at all for some of it. */
  readonly drops: boolean;
  /** Each of its results comes from one element, so that it does not matter where batches begin and end. */
  readonly elementwise: boolean;
  /** Gives nothing before it has the whole batch. So is every operator of a stream that has a module. */
  readonly blocking: boolean;
  /** `windowed length, slide, zone, offset`: it gives what came in several batches. */
  readonly windowed: WindowParams | null;
  /** Gives whole events, with their headers; stands right behind what a stream reads. */
  readonly wholeEvents: boolean;
  /** `emitter reduceByKey`: what of the compiler writes the operator; null for one with a module, which users' all have. */
  readonly emitter: string | null;
  /** Says from where and as which group a topic is read. */
  readonly reader: boolean;
  /** `loop filter`: which loop the function becomes where its lambda leaves the element or the function around it. */
  readonly loop: string | null;
  /** `pieces separator`: its results are the pieces of a text between texts of that parameter. */
  readonly pieces: string | null;
  /** Keeps something between batches. */
  readonly stateful: boolean;
  /** `stateful K, S`: by which keys, and what for each; null where the declaration does not say. */
  readonly keeps: { readonly key: Type; readonly value: Type } | null;
  /** What the operator gives has an order of its own, which a test compares. */
  readonly ordered: boolean;
  /** The function throws `OutOfRange` where its result or an argument leaves its range; an `else` around it catches that. */
  readonly bounded: boolean;
  /** Module as written (`./netcat.ts`), null for what the emitter writes itself (operators) or what is the
   *  JavaScript method of the same name (functions). */
  readonly from: string | null;
  /** `emits "…"`: the JavaScript of a function without a module, where it is not simply the method of that name; of a
   *  function of maps with a module, where JavaScript compares their keys as the language does. `{this}` and
   *  `{parameter}` are put in. */
  readonly emits: string | null;
  /** `prepares timeReader(pattern, zone)`: the export that is given these parameters and type parameters once, where a
   *  program has constants for them, and makes the function that takes the others; null for a function without one. */
  readonly prepares: Preparation | null;
  /** `narrows hdfsOnDisk(path, "file://", codeC, null)`: exports of the module that do less and bring less with them, and
   *  are enough where the program says how the texts of parameters begin, or that they are null. The first one counts. */
  readonly narrows: readonly Narrowing[];
  /** `also toLowerCase, lower`: what it is called elsewhere, for those who look for it by that name. */
  readonly also: readonly string[];
  readonly hides: readonly Hiding[];
  /** `checks timePattern(pattern), encoding(charset)` */
  readonly checks: readonly TextCheck[];
}
