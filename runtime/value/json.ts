import { Failure, type Fallible } from "../contract/failure.ts";
import { canonicalJson } from "./json-canonical.ts";
import { compactJson, elementsOf, membersOf } from "./json-scan.ts";

/** What a JSON value can be. */
export type JsonKind = "null" | "bool" | "number" | "string" | "array" | "object";

/**
 * JSON of any shape. It keeps the text that it was read from, without blanks between its parts, and is written as that
 * text: numbers of any size, the order of names and names that come twice stay as they were. Whoever asks for a name
 * that comes twice gets the last value, as from JSON.parse.
 */
export class Json {
  /** In one line. */
  readonly text: string;
  #members: ReadonlyMap<string, Json> | null = null;
  #items: readonly Json[] | null = null;
  #canonical: string | null = null;

  /** `text` is JSON without blanks between its parts; for other texts there is `parse`. */
  constructor(text: string) {
    this.text = text;
  }

  /** The value of a text, or a failure where it is no JSON. */
  static parse(text: string): Fallible<Json> {
    try {
      JSON.parse(text);
    } catch (error) {
      return new Failure(`not JSON: ${(error as Error).message}`);
    }
    const compact = compactJson(text);
    return new Json(compact.isWellFormed() ? compact : compact.replace(/\p{Surrogate}/gu, escaped));
  }

  get kind(): JsonKind {
    switch (this.text[0]) {
      case "{":
        return "object";
      case "[":
        return "array";
      case '"':
        return "string";
      case "n":
        return "null";
      case "t":
      case "f":
        return "bool";
      default:
        return "number";
    }
  }

  get isNull(): boolean {
    return this.text === "null";
  }

  /** How many names an object has, or elements an array; 0 for anything else. */
  get size(): number {
    return this.kind === "array" ? this.items().length : this.#named().size;
  }

  /** The value of a name or an index; JSON's null where there is none. */
  at(key: string | number): Json {
    const found = typeof key === "number" ? this.items()[key] : this.#named().get(key);
    return found ?? new Json("null");
  }

  has(key: string): boolean {
    return this.#named().has(key);
  }

  /** The names of an object, each once; none of anything else. */
  keys(): string[] {
    return [...this.#named().keys()];
  }

  /** The elements of an array; none of anything else. */
  items(): Json[] {
    this.#items ??= this.kind === "array" ? elementsOf(this.text).map((text) => new Json(text)) : [];
    return [...this.#items];
  }

  /** The names of an object with their values; none of anything else. */
  entries(): [string, Json][] {
    return [...this.#named()];
  }

  /** The same for all JSON of the same value: whatever the order of names, `1.0` and `1`, `"a"` and `"\u0061"`. */
  get canonical(): string {
    this.#canonical ??= canonicalJson(this.text);
    return this.#canonical;
  }

  equals(other: Json): boolean {
    return this.text === other.text || this.canonical === other.canonical;
  }

  toString(): string {
    return this.text;
  }

  /** For JSON.stringify, which loses what a number of JavaScript does not hold. */
  toJSON(): unknown {
    return JSON.parse(this.text);
  }

  #named(): ReadonlyMap<string, Json> {
    this.#members ??= new Map(
      this.kind === "object" ? membersOf(this.text).map(([name, text]) => [name, new Json(text)]) : [],
    );
    return this.#members;
  }
}

/** UTF-8 has nothing for the lone half of a pair: only an escape keeps it. */
function escaped(half: string): string {
  return `\\u${half.charCodeAt(0).toString(16)}`;
}
