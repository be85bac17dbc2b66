/** What the directives of Apache's `LogFormat` give: mod_log_config, mod_logio, mod_ssl. */
import { INT, nullable, primitive, STRING } from "../../model/types/construct.ts";
import type { RecordTypeField, Type } from "../../model/types/type.ts";

const TEXT = nullable(STRING);
const TIME = primitive("timestamp");
const DURATION = primitive("duration");

/** Of a directive by its letter, with its argument where it has one of a list. */
const FIELDS: Readonly<Record<string, readonly [name: string, type: Type]>> = {
  a: ["clientAddress", STRING],
  "{c}a": ["peerAddress", STRING],
  A: ["localAddress", STRING],
  B: ["bytes", INT],
  b: ["bytes", nullable(INT)],
  D: ["took", DURATION],
  f: ["file", TEXT],
  h: ["host", STRING],
  "{c}h": ["peerHost", STRING],
  H: ["protocol", TEXT],
  I: ["bytesReceived", INT],
  k: ["keptAlive", INT],
  l: ["identity", TEXT],
  L: ["logId", TEXT],
  m: ["method", TEXT],
  O: ["bytesSent", INT],
  p: ["port", INT],
  "{canonical}p": ["port", INT],
  "{local}p": ["localPort", INT],
  "{remote}p": ["remotePort", INT],
  P: ["processId", INT],
  "{pid}P": ["processId", INT],
  "{tid}P": ["threadId", TEXT],
  "{hextid}P": ["threadId", TEXT],
  q: ["query", STRING],
  R: ["handler", TEXT],
  s: ["status", INT],
  S: ["bytesTransferred", INT],
  t: ["at", TIME],
  "{sec}t": ["at", TIME],
  "{msec}t": ["at", TIME],
  "{usec}t": ["at", TIME],
  "{msec_frac}t": ["atMillis", INT],
  "{usec_frac}t": ["atMicros", INT],
  T: ["took", DURATION],
  "{s}T": ["took", DURATION],
  "{ms}T": ["took", DURATION],
  "{us}T": ["took", DURATION],
  u: ["user", TEXT],
  U: ["path", TEXT],
  v: ["server", STRING],
  V: ["server", STRING],
  X: ["connection", STRING],
};

/** Letters of directives that are about a name: headers, cookies, notes, variables, trailers. */
const NAMED: ReadonlySet<string> = new Set(["C", "e", "i", "n", "o", "x", "c", "^ti", "^to"]);

/** The request line, whole and in its parts, which are null where it is not a request. */
export const REQUEST_FIELDS: readonly RecordTypeField[] = ["request", "method", "path", "protocol"].map((name) => ({
  name,
  type: TEXT,
}));

/** Fields of a directive; null where there is no such directive. */
export function apacheFields(name: string, argument: string | null): readonly RecordTypeField[] | null {
  if (name === "r" && argument === null) return REQUEST_FIELDS;
  if (NAMED.has(name)) return argument ? [{ name: fieldName(argument), type: TEXT }] : null;
  // A form of its own, whose parts only the reader knows.
  const key = argument === null ? name : `{${argument.replace(/^(?:begin|end):/, "")}}${name}`;
  const field = FIELDS[key] ?? (name === "t" && argument ? (["time", STRING] as const) : undefined);
  return field === undefined ? null : [{ name: field[0], type: field[1] }];
}

/** Directives to suggest. */
export const APACHE_DIRECTIVES: readonly string[] = [
  ...Object.keys(FIELDS),
  "r",
  ...[...NAMED].map((letter) => `{…}${letter}`),
].map((key) => `%${key}`);

/** `X-Forwarded-For` as a field is called: `xForwardedFor`. */
export function fieldName(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  const joined = words
    .map((word, index) => (index === 0 ? lowerFirst(word) : word[0]?.toUpperCase() + word.slice(1)))
    .join("");
  return /^[A-Za-z]/.test(joined) ? joined : `_${joined}`;
}

/** `SSL_PROTOCOL` has no small letters to begin with. */
function lowerFirst(word: string): string {
  return word === word.toUpperCase() ? word.toLowerCase() : (word[0]?.toLowerCase() ?? "") + word.slice(1);
}
