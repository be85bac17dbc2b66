/** Texts as literals and comments of the emitted program. */

/** What may not stand as itself: line ends of JavaScript, lone surrogates, and the emitter's own marks. */
const UNSAFE =
  /[\u2028\u2029\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|[\u{f0000}-\u{10fffd}]/gu;

/** A string literal, in which nothing looks like a comment: the printer takes it for one behind some regular expressions. */
export function quoted(value: string): string {
  return JSON.stringify(value).replaceAll("/*", "/\\*").replace(UNSAFE, escaped);
}

/** The same between single quotes, for a text that has double ones. */
export function singleQuoted(value: string): string {
  if (!value.includes('"')) return quoted(value);
  return `'${quoted(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** A text of a template literal, between its backticks and `${…}`. */
export function templated(value: string): string {
  return quoted(value)
    .slice(1, -1)
    .replaceAll('\\"', '"')
    .replace(/`|\$(?=\{)/g, "\\$&");
}

/** A regular expression; slashes in classes are escaped too, since printers of TypeScript lose count otherwise. A star
 *  behind one would look like a comment to them. */
export function regex(pattern: string, flags: string): string {
  let text = "";
  let inClass = false;
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at] as string;
    if (char === "[") inClass = true;
    else if (char === "]") inClass = false;
    if (char === "\\") text += char + (pattern[++at] ?? "");
    else text += char === "/" ? "\\/" : char === "\n" ? "\\n" : char;
    if (text.endsWith("/") && pattern[at + 1] === "*") {
      text += inClass ? "\\*" : "{0,}";
      at += 1;
    }
  }
  return `/${(text === "" ? "(?:)" : text).replace(UNSAFE, (found) => escapedIn(found, flags))}/${flags}`;
}

/** Lines of a doc comment: they cannot end it, nor contain marks. */
export function commentLines(lines: readonly string[]): string[] {
  return lines.map((line) => line.trim().replaceAll("*/", "*\\/").replace(UNSAFE, " "));
}

/** `15000` as `15_000`. */
export function grouped(value: number): string {
  const text = String(value);
  return /^-?\d{5,}$/.test(text) ? text.replace(/\B(?=(\d{3})+$)/g, "_") : text;
}

function escaped(found: string): string {
  return [...Array(found.length).keys()]
    .map((index) => `\\u${found.charCodeAt(index).toString(16).padStart(4, "0")}`)
    .join("");
}

function escapedIn(found: string, flags: string): string {
  const code = found.codePointAt(0) ?? 0;
  return code > 0xffff && /[uv]/.test(flags) ? `\\u{${code.toString(16)}}` : escaped(found);
}
