/** What the fields of access logs look like, as texts of regular expressions, and their values without escapes. */

/** One character of a value, or an escape: servers write no quote, backslash or control character as it is. */
const CHARACTER = String.raw`(?:[^"\\\x00-\x1f]|\\(?:x[\da-fA-F]{2}|["\\bfnrtv]))`;

/** Characters and escapes without blanks. */
const WORD_CHARACTER = String.raw`(?:[^\s"\\\x00-\x1f]|\\(?:x[\da-fA-F]{2}|["\\bfnrtv]))`;

/** An address: IPv6 has at least two colons, which a name with its port has not. */
const ADDRESS = String.raw`(?:\d{1,3}(?:\.\d{1,3}){3}|[\da-fA-F]*:[\da-fA-F]*:[\da-fA-F:.]*(?:%[\w.-]+)?)`;

/** Parts of regular expressions. */
export const LOG_VALUES = {
  /** Text between quotes, which may be empty; without alternatives for each character, so that it may be long. */
  quoted: String.raw`[^"\\\x00-\x1f]*(?:\\(?:x[\da-fA-F]{2}|["\\bfnrtv])[^"\\\x00-\x1f]*)*`,
  /** Text that may hold blanks and ends where what follows it begins. */
  text: `${CHARACTER}+?`,
  word: `${WORD_CHARACTER}+`,
  /** An address or a name; `unix:` is what nginx says of a socket in the file system. */
  host: `(?:${ADDRESS}|[\\w.-]+|unix:)`,
  /** What identd said: an address here belongs to a format that begins with another field. */
  identity: `(?!${ADDRESS} )${WORD_CHARACTER}+`,
  /** `""` is an empty name. A name does not begin with a field that is empty: `- alice`. */
  user: `(?:-|""|(?!- )${CHARACTER}+?)`,
  /** `10/Oct/2000:13:55:36 -0700` */
  time: String.raw`\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}`,
} as const;

const control: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" };

/**
 * `\"`, `\\`, C's letters, and `\xhh` for each byte of what is not ASCII, which together are UTF-8. Bytes that are
 * not stay as they are written, so that nothing is lost.
 */
export function withoutEscapes(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(/(?:\\x[0-9a-f]{2})+|\\(.)/gi, (written, char: string | undefined) => {
    if (char !== undefined) return control[char] ?? char;
    const bytes = Buffer.from(written.replaceAll("\\x", ""), "hex");
    const decoded = bytes.toString("utf8");
    return decoded.includes("\uFFFD") && !Buffer.from(decoded, "utf8").equals(bytes) ? written : decoded;
  });
}
