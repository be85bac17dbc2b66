/** A Java regex as a regex literal of the language, or the reason why it cannot be one. */
export type RegexReading =
  | { readonly literal: string; readonly source: string; readonly flags: string }
  | { readonly reason: string };

/** Syntax that Java has and JavaScript does not, or reads otherwise. */
const JAVA_ONLY: readonly (readonly [RegExp, string])[] = [
  [/[*+?}]\+/, "possessive quantifiers (`a++`) are Java's own"],
  [/\(\?>/, "atomic groups (`(?>…)`) are Java's own"],
  [/\\[pP]\{(?!L\}|Lu\}|Ll\}|N\}|Nd\}|P\}|S\}|Z\})/, "classes such as `\\p{Alpha}` are named otherwise"],
  [/\\[AZzGQEhRX]/, "`\\A`, `\\Z`, `\\z`, `\\G`, `\\Q`, `\\h`, `\\R` and `\\X` are Java's own"],
  [/&&\[/, "intersections of classes (`[a-z&&[^b]]`) are Java's own"],
  [/\(\?[idmsuxU-]+:/, "flags within an expression are Java's own"],
];

/** A Java expression as a literal of the language, or the reason where JavaScript has no such form. */
export function regexLiteral(java: string): RegexReading {
  const [, flags = "", body = java] = /^\(\?([ism]+)\)([\s\S]*)$/.exec(java) ?? [];
  const found = JAVA_ONLY.find(([syntax]) => syntax.test(withoutEscapedSlashes(body)));
  if (found !== undefined) return { reason: found[1] };
  if (/\(\?[a-zA-Z-]+\)/.test(body)) return { reason: "flags within an expression are Java's own" };
  try {
    new RegExp(body, flags);
  } catch {
    return { reason: "JavaScript does not read it" };
  }
  if (body === "") return { reason: "it is empty" };
  return { literal: `/${withSlashesEscaped(body)}/${flags}`, source: body, flags };
}

/** So that `\\Z`, a backslash and a letter, is not taken for `\Z`. */
function withoutEscapedSlashes(body: string): string {
  return body.replaceAll("\\\\", "");
}

function withSlashesEscaped(body: string): string {
  return body
    .replaceAll(/\\[\s\S]|\//g, (found) => (found === "/" ? "\\/" : found))
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r");
}

/** The expression with names for its capturing groups, by their numbers from 1; no other has one. */
export function withGroupNames(body: string, names: ReadonlyMap<number, string>): string {
  let count = 0;
  let inClass = false;
  return body.replaceAll(/\\[\s\S]|[[\]]|\((\?<[a-zA-Z]\w*>|\?)?/g, (found, lead?: string) => {
    if (found === "[") inClass = true;
    else if (found === "]") inClass = false;
    if (inClass || !found.startsWith("(") || lead === "?") return found;
    count++;
    const name = names.get(count);
    return name === undefined ? "(" : `(?<${name}>`;
  });
}

/** A replacement: `$1` is the same in both languages, a `$` itself is `\$` there and `$$` here. */
export function replacementOf(java: string): string {
  return java.replaceAll(/\\([\s\S])/g, (_, letter: string) => (letter === "$" ? "$$" : letter));
}
