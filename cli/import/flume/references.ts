/** `${env:X}` and its like in values, and the params and secrets that stand for them. */

import { intLiteral, nameFor, templatePart, textLiteral } from "./literals.ts";
import type { Property } from "./read/properties.ts";

/** A part of a value: its text, or what stands elsewhere. */
export type ValuePart = string | Reference;

/** `${…}` in a value of a configuration. */
export interface Reference {
  /** `env`, `sys`, `hadoop` for what stands in Hadoop's own configuration, or the name of a configuration filter. */
  readonly from: string;
  readonly key: string;
  readonly fallback: string | null;
  /** As in the file: the value that Flume uses when it finds none. */
  readonly written: string;
}

/** Types that a param can have. */
export type ParamType = "string" | "int" | "bool" | "duration" | "size" | "secret";

/** Divides a value at its references; those to other properties are replaced by what these say. */
export function partsOf(value: string, properties: ReadonlyMap<string, Property>): ValuePart[] {
  const parts: ValuePart[] = [];
  let last = 0;
  for (const match of value.matchAll(/\$\$\{|\$\{([^{}]*)\}/g)) {
    const [written, inner] = match;
    const found = inner === undefined ? "${" : readReference(inner, written, properties);
    if (found !== null) {
      parts.push(value.slice(last, match.index), found);
      last = match.index + written.length;
    }
  }
  parts.push(value.slice(last));
  return parts.filter((part) => part !== "");
}

function readReference(inner: string, written: string, properties: ReadonlyMap<string, Property>): ValuePart | null {
  const lookup = /^(env|sys):([^:]+?)(?::-([\s\S]*))?$/.exec(inner);
  if (lookup !== null) return { from: lookup[1]!, key: lookup[2]!, fallback: lookup[3] ?? null, written };
  const filter = /^([-_a-zA-Z0-9]+)\[(['"]?)([-_a-zA-Z0-9]+)\2\]$/.exec(inner);
  if (filter !== null) return { from: filter[1]!, key: filter[3]!, fallback: null, written };
  return properties.get(inner)?.value ?? null;
}

/** The declarations at the head of the output, in the order of their first use. */
export class Params {
  readonly #taken: Set<string>;
  readonly #byUse = new Map<string, { readonly name: string; readonly lines: readonly string[] }>();

  /** `taken`: names at the top of the file. */
  constructor(taken: Set<string>) {
    this.#taken = taken;
  }

  /** The name that stands for the reference where a value of this type is wanted. */
  use(reference: Reference, type: ParamType): string {
    return this.#declare(`${reference.from}:${reference.key}:${type}`, camel(reference.key), (name) =>
      linesFor(name, reference, type),
    );
  }

  /** A secret for what stands in the file in plain text. */
  secret(key: string): string {
    const variable = key.replaceAll(/[^a-zA-Z0-9]+|(?<=[a-z])(?=[A-Z])/g, "_").toUpperCase();
    return this.#declare(`plain:${key}`, camel(variable), (name) => [`secret ${name} = env("${variable}")`]);
  }

  lines(): string[] {
    return [...this.#byUse.values()].flatMap(({ lines }) => [...lines, ""]);
  }

  #declare(use: string, wanted: string, linesOf: (name: string) => readonly string[]): string {
    const known = this.#byUse.get(use);
    if (known !== undefined) return known.name;
    const name = nameFor(wanted, this.#taken);
    this.#byUse.set(use, { name, lines: linesOf(name) });
    return name;
  }
}

/** A template with the params in it, or a text where there is none. */
export function textOfParts(parts: readonly ValuePart[], params: Params): string {
  if (parts.every((part) => typeof part === "string")) return textLiteral(parts.join(""));
  const [first] = parts;
  if (parts.length === 1 && typeof first === "object") return params.use(first, "string");
  const inner = parts.map((part) =>
    typeof part === "string" ? templatePart(part) : `\${${params.use(part, "string")}}`,
  );
  return `\`${inner.join("")}\``;
}

function linesFor(name: string, { from, key, fallback, written }: Reference, type: ParamType): string[] {
  const doc = `/// Flume took it from \`${written}\`.`;
  // A configuration filter of the type `env` reads the environment; what another one read has to be put there.
  const variable = key.replaceAll(/[^a-zA-Z0-9_]/g, "_");
  if (type === "secret") return [doc, `secret ${name} = env(${textLiteral(variable)})`];
  const given = typedLiteral(fallback, type);
  if (from === "sys" || from === "hadoop") return [doc, `param ${name}: ${type}${given === null ? "" : ` = ${given}`}`];
  const read = `env(${textLiteral(variable)})`;
  if (type === "string") return [doc, `param ${name}: string = ${read} else ${textLiteral(fallback ?? written)}`];
  if (type !== "int" || given === null) {
    return [doc, `param ${name}: ${type}${given === null ? "" : ` = ${given}`}`];
  }
  return [doc, `param ${name}: int = (${read} else "${fallback}").toInt() else ${given}`];
}

function typedLiteral(text: string | null, type: ParamType): string | null {
  if (text === null) return null;
  if (type === "string") return textLiteral(text);
  if (type === "bool") return String(text.toLowerCase() === "true");
  return type === "int" && /^-?\d+$/.test(text) ? intLiteral(Number(text)) : null;
}

function camel(key: string): string {
  const words = key.split(/[^a-zA-Z0-9]+/).filter((word) => word !== "");
  return words
    .map((word) => (word === word.toUpperCase() ? word.toLowerCase() : word))
    .map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join("");
}
