/** One `key = value` of a Java properties file, with where it stands. */
export interface Property {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  readonly key: string;
  /** Trimmed, as Flume trims it. */
  readonly value: string;
  /** The comments above it, without their marks. */
  readonly comments: readonly string[];
  /** Letters whose backslash Java takes away without saying so: `d` of a single `\d`. */
  readonly lostBackslashes: readonly string[];
  /** Has letters beyond ASCII, which Java reads as ISO-8859-1. */
  readonly foreign: boolean;
}

/** A file of properties, read as `java.util.Properties` does, with what that drops. */
export interface Properties {
  /** In the order of the file, duplicates included. */
  readonly entries: readonly Property[];
  /** Comments behind the last property. */
  readonly trailing: readonly string[];
  /** Lines that Java itself refuses to read, with the reason. */
  readonly broken: readonly { readonly file: string; readonly line: number; readonly reason: string }[];
}

const ESCAPES: Readonly<Record<string, string>> = { t: "\t", n: "\n", r: "\r", f: "\f" };

/** Those after which nothing is lost when the backslash goes. */
const MEANT = /[\\:=#! "']/;

/**
 * Reads what `java.util.Properties` reads: ISO-8859-1, comments in lines of their own only, `=`, `:` or white space
 * between key and value, continued lines, escapes everywhere. Unlike Java it keeps comments, places and duplicates.
 */
export function readProperties(bytes: Buffer, file: string): Properties {
  const entries: Property[] = [];
  const broken: { file: string; line: number; reason: string }[] = [];
  let comments: string[] = [];
  const lines = bytes.toString("latin1").split(/\r\n|\r|\n/);
  for (let index = 0; index < lines.length; index++) {
    const line = index + 1;
    let text = withoutIndent(lines[index] ?? "");
    if (text === "") continue;
    if (/^[#!]/.test(text)) {
      comments.push(commentOf(text));
      continue;
    }
    while (isContinued(text)) {
      index++;
      text = text.slice(0, -1) + withoutIndent(lines[index] ?? "");
    }
    const [rawKey, rawValue] = divide(text);
    const [key, value] = [resolveEscapes(rawKey), resolveEscapes(rawValue)];
    if (key === null || value === null) {
      broken.push({ file, line, reason: "`\\u` wants four hexadecimal digits; Java refuses the whole file" });
      continue;
    }
    const lostBackslashes = [...rawValue.matchAll(/\\(.)/gs)]
      .map(([, letter = ""]) => letter)
      .filter((letter) => !(letter in ESCAPES) && letter !== "u" && !MEANT.test(letter));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII begins with them.
    const foreign = /[^\x00-\x7f]/.test(text);
    entries.push({ file, line, key: key.trim(), value: value.trim(), comments, lostBackslashes, foreign });
    comments = [];
  }
  return { entries, trailing: comments, broken };
}

function withoutIndent(line: string): string {
  return line.replace(/^[ \t\f]+/, "");
}

/** An odd number of backslashes at the end takes the meaning of the line's end. */
function isContinued(text: string): boolean {
  return (/\\*$/.exec(text)?.[0].length ?? 0) % 2 === 1;
}

/** At the first `=`, `:` or white space that no backslash stands before. */
function divide(text: string): [string, string] {
  const key = /^(?:\\.|[^\\=: \t\f])*/s.exec(text)?.[0] ?? "";
  const rest = text.slice(key.length).replace(/^[ \t\f]*[=:]?[ \t\f]*/, "");
  return [key, rest];
}

/** Null where Java throws. */
function resolveEscapes(text: string): string | null {
  if (/(?<!\\)(?:\\\\)*\\u(?![0-9a-fA-F]{4})/.test(text)) return null;
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|([\s\S])|$)/g, (_, code?: string, letter = "") =>
    code === undefined ? (ESCAPES[letter] ?? letter) : String.fromCharCode(Number.parseInt(code, 16)),
  );
}

/** A comment is not Flume's business, so it may be in UTF-8, as most files are. */
function commentOf(text: string): string {
  const bytes = Buffer.from(text.replace(/^[#!]+/, ""), "latin1");
  const utf8 = bytes.toString("utf8");
  return (utf8.includes("\ufffd") ? bytes.toString("latin1") : utf8).trim();
}
