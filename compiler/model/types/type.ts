/**
 * Types of the language, as plain data. Two record types are the same when their fields are; `name` is what the
 * program calls it and serves messages only.
 */
export type PrimitiveKind =
  | "bool"
  | "int"
  | "float"
  | "string"
  | "bytes"
  | "timestamp"
  | "duration"
  | "size"
  | "secret"
  /** `Json`: JSON of any shape. */
  | "json"
  | "null"
  | "void";

/** A type of the language. Two are the same when they have the same parts; names of records are for showing only. */
export type Type =
  | { readonly kind: PrimitiveKind }
  | { readonly kind: "literal"; readonly value: string | number | boolean }
  | { readonly kind: "array"; readonly element: Type }
  | { readonly kind: "tuple"; readonly elements: readonly Type[] }
  | RecordType
  | { readonly kind: "map"; readonly key: Type; readonly value: Type }
  | FunctionType
  /** Of literals only. */
  | { readonly kind: "union"; readonly members: readonly Type[]; readonly name?: string }
  | { readonly kind: "nullable"; readonly type: Type }
  /** `T!` */
  | { readonly kind: "fallible"; readonly type: Type }
  /** `DStream<T>` (elements in a stream), `Events<T>` (what flows on an agent's wire; T is the body),
   *  `Sink<T>`, `Channel<T>`, `Topic<T>`, `Regex<G>`. */
  | { readonly kind: "generic"; readonly name: GenericName; readonly args: readonly Type[] }
  /** A type parameter of a declaration. */
  | { readonly kind: "parameter"; readonly name: string }
  /** To be found by inference; lives only inside one call's check. */
  | { readonly kind: "variable"; readonly id: number }
  /** Never has a value: the type of `drop` and `fail`. */
  | { readonly kind: "never" }
  /** Something was wrong and has been reported: fits everything, silences what follows. */
  | { readonly kind: "error" };

/** The types with arguments that the language itself has. */
export type GenericName = "DStream" | "Events" | "Source" | "Sink" | "Channel" | "Topic" | "Regex";

/** A record: its fields in order, and the name that the program gives it, if any. */
export interface RecordType {
  readonly kind: "record";
  readonly fields: readonly RecordTypeField[];
  readonly name?: string;
  /** What the type parameters of `name` are here: `Event<string>`. */
  readonly args?: readonly Type[];
}
/** A field of a record type. */
export interface RecordTypeField {
  readonly name: string;
  readonly type: Type;
}
/** `(name: A) => result` */
export interface FunctionType {
  readonly kind: "function";
  readonly params: readonly { readonly name: string | null; readonly type: Type }[];
  readonly result: Type;
}
