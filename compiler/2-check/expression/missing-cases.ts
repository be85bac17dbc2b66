import type { NodeBase } from "../../../grammar/ast.ts";
import type { Fix } from "../../../grammar/diagnostic.ts";
import { show } from "../../model/types/show.ts";
import type { Type } from "../../model/types/type.ts";
import { separatorBehind } from "../context/separator.ts";

/** Values of a `match` or `route` that none of its lines covers. */
export interface MissingCases {
  /** "`1`, `2` are", for a message. */
  readonly inWords: string;
  /** The patterns of the lines that are missing; "else" where the values cannot be listed. */
  readonly patterns: readonly string[];
}

/** What of the values of `value` is not among `given`; null when all are. */
export function missingCases(value: Type, given: ReadonlySet<unknown>): MissingCases | null {
  if (value.kind === "error") return null;
  const inner = value.kind === "nullable" ? value.type : value;
  const wanted =
    inner.kind === "union"
      ? inner.members.map((member) => (member.kind === "literal" ? member.value : undefined))
      : inner.kind === "literal"
        ? [inner.value]
        : inner.kind === "bool"
          ? [true, false]
          : null;
  if (wanted === null) return { inWords: `other values of \`${show(value)}\` are`, patterns: ["else"] };
  const all = value.kind === "nullable" ? [...wanted, null] : wanted;
  const patterns = all.filter((one) => !given.has(one)).map((one) => JSON.stringify(one));
  if (patterns.length === 0) return null;
  const inWords = `${patterns.map((one) => `\`${one}\``).join(", ")} ${patterns.length === 1 ? "is" : "are"}`;
  return { inWords, patterns };
}

/**
 * Adds the missing lines behind `last`, the last line there is, each with the text of `value` or with that text. Not safe:
 * what they give is for the author to say.
 */
export function addCases(text: string, last: NodeBase, patterns: readonly string[], value: NodeBase | string): Fix {
  const { end } = last.span;
  const separator = separatorBehind(text, last.span);
  const given = typeof value === "string" ? value : text.slice(value.span.start, value.span.end);
  const added = patterns.map((pattern) => `${separator}${pattern} => ${given}`).join("");
  const title = patterns.length === 1 ? `Add a line for \`${patterns[0]}\`` : `Add lines for ${patterns.length} values`;
  return { title, edits: [{ span: { start: end, end }, text: added }], safe: false };
}
