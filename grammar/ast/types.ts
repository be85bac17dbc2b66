/** Types as they are written. */
import type { Name, NodeBase } from "./node.ts";

/** A type as it is written; what it means is `Type` of the compiler. */
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

/** `element[]` */
export interface ArrayType extends NodeBase {
  readonly kind: "ArrayType";
  readonly element: TypeNode;
}

/** `(A, B)` */
export interface TupleType extends NodeBase {
  readonly kind: "TupleType";
  readonly elements: readonly TypeNode[];
}

/** `{ a: A, b: B? }`; fields are separated by commas or line ends alike. */
export interface RecordType extends NodeBase {
  readonly kind: "RecordType";
  readonly fields: readonly FieldType[];
}

/** `name: type` of a record type, with its doc comment, a line each; `pii name: type` where it says who somebody is. */
export interface FieldType extends NodeBase {
  readonly kind: "FieldType";
  readonly doc: readonly string[];
  readonly pii: boolean;
  readonly name: Name;
  readonly type: TypeNode;
}

/** `(V, V) => V`, `(value: T) => U` */
export interface FunctionType extends NodeBase {
  readonly kind: "FunctionType";
  readonly params: readonly FunctionTypeParam[];
  readonly result: TypeNode;
}

/** A parameter of a function type; its name is optional: `(int) => int`. */
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

/** A text, number, `true`, `false` or `null` as a type; `raw` is how it is written. */
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

/** Stands where a type was expected and none was found, which has been reported. */
export interface MissingType extends NodeBase {
  readonly kind: "MissingType";
}
