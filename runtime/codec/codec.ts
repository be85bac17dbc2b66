import type { Fallible } from "../contract/failure.ts";
import type { JsonWriter } from "../value/json-writer.ts";

/** Bodies as text for logs, topics and files; made once for a schema, then used for every element. */
export interface Codec<T> {
  /** Throws when the value does not have the schema's type: a fault in the program, not in its input. */
  encode(value: T): string;
  /** Writes what `encode` gives, in UTF-8, without a text between. */
  write(writer: JsonWriter, value: T): void;
  /** The value, or a failure that says where in it something else was expected; throws nothing. */
  decode(text: string): Fallible<T>;
}

/** How bodies are written: JSON for every type, or the plain text of one that has a plain text. */
export type CodecName = "json" | "text";
