/** What the fields of access logs look like, and what is made of them. */

import type { LogPiece } from "../../grammar/log-format.ts";
import { decodeTimestamp } from "../../runtime/codec/scalar.ts";
import type { Fallible } from "../../runtime/contract/failure.ts";
import { timeReader } from "../time/parse.ts";
import { LOG_VALUES, withoutEscapes } from "./log-values.ts";

/** A kind of field. */
export interface LogField {
  /** Text of a regular expression without groups; values have none of the characters `without`. */
  pattern(without: string): string;
  /** Whether a value may have this character somewhere. */
  mayHave(character: string): boolean;
  /** The values of the record that come from it. */
  readonly values: readonly ((text: string) => Fallible<unknown>)[];
  /** A text that matches may still be none: a day that does not exist. */
  readonly mayFail?: boolean;
}

type Read = (text: string) => Fallible<unknown>;

/** A value of a form of its own, which ends by itself. */
function fixed(pattern: string, characters: RegExp, ...values: Read[]): LogField {
  return { pattern: () => pattern, mayHave: (character) => characters.test(character), values };
}

/** Text with blanks, null for `-`. */
function text(guard: (rest: string) => string, ...values: Read[]): LogField {
  return {
    pattern: (without) => guard(textPattern(without)),
    mayHave: (character) => !/["\\]/.test(character) && character >= " ",
    values,
  };
}

/** As `quoted` of LOG_VALUES, without some more characters. */
function textPattern(without: string): string {
  const plain = `[^"\\\\\\x00-\\x1f${without.replace(/[\]\\^-]/g, "\\$&")}]`;
  return String.raw`${plain}*(?:\\(?:x[\da-fA-F]{2}|["\\bfnrtv])${plain}*)*`;
}

const orNull: Read = (value) => (value === "-" ? null : withoutEscapes(value));
const digits = /\d/;

const any = text((rest) => rest, orNull);
const word = fixed(LOG_VALUES.word, /[^\s"\\]/, orNull);
const host = fixed(LOG_VALUES.host, /[\w.:%-]/, (value) => value);
const identity = fixed(LOG_VALUES.identity, /[^\s"\\]/, orNull);
const user = text(
  (rest) => `(?:-|""|(?!- )${rest})`,
  (value) => (value === '""' ? "" : orNull(value)),
);
const target = fixed(`(?:-|/${LOG_VALUES.word.slice(0, -1)}*)`, /[^\s"\\]/, orNull);
const scheme = fixed("(?:[a-z][a-z0-9]*|-)", /[a-z0-9-]/, orNull);
const path = text((rest) => `(?:-|(?=/)${rest})`, orNull);
const query = fixed(
  String.raw`(?:\?[^\s"\\]*(?:\\(?:x[\da-fA-F]{2}|["\\bfnrtv])[^\s"\\]*)*)?`,
  /[^\s"\\]/,
  withoutEscapes,
);
const isArguments = fixed(String.raw`\??`, /\?/, (value) => value);
const int = fixed(String.raw`\d{1,15}`, digits, Number);
const intOrNull = fixed(String.raw`(?:\d{1,15}|-)`, /[\d-]/, (value) => (value === "-" ? null : Number(value)));
const status = fixed(String.raw`\d{3}`, digits, Number);
const state = fixed("[X+-]", /[X+-]/, (value) => value);

function span(factor: number): LogField {
  return fixed(String.raw`\d{1,15}`, digits, (value) => Number(value) * factor);
}

function epoch(perMillisecond: number): LogField {
  return fixed(String.raw`\d{1,16}`, digits, (value) => Math.floor(Number(value) / perMillisecond));
}

const clock = /* @__PURE__ */ timeReader("dd/MMM/yyyy:HH:mm:ss Z");
const localTime = { ...fixed(LOG_VALUES.time, /[\d/A-Za-z:+ -]/, clock), mayFail: true };
const apacheTime = {
  ...fixed(`\\[${LOG_VALUES.time}\\]`, /[[\]\d/A-Za-z:+-]/, (value) => clock(value.slice(1, -1))),
  mayFail: true,
};
const isoTime = {
  ...fixed(String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[+-]\d\d:\d\d|Z)`, /[\dTZ:+-]/, decodeTimestamp),
  mayFail: true,
};
const seconds = String.raw`\d{1,10}(?:\.\d{1,6})?`;
const secondsSpan = fixed(seconds, /[\d.]/, (value) => Math.round(Number(value) * 1e6) / 1000);
const secondsTime = fixed(seconds, /[\d.]/, (value) => Math.round(Number(value) * 1000));

const REQUEST = /^([!#$%&'*+.^`|~\w-]+) (.+) (HTTP\/\d(?:\.\d)?)$/s;
const request = text(
  (rest) => rest,
  orNull,
  ...[1, 2, 3].map(
    (part): Read =>
      (value) =>
        REQUEST.exec(withoutEscapes(value))?.[part] ?? null,
  ),
);

const APACHE: Readonly<Record<string, LogField>> = {
  a: host,
  "{c}a": host,
  A: host,
  B: int,
  b: intOrNull,
  D: span(0.001),
  h: host,
  "{c}h": host,
  I: int,
  k: int,
  l: identity,
  O: int,
  P: int,
  "{pid}P": int,
  p: int,
  "{canonical}p": int,
  "{local}p": int,
  "{remote}p": int,
  q: query,
  r: request,
  s: status,
  S: int,
  t: apacheTime,
  "{sec}t": epoch(0.001),
  "{msec}t": epoch(1),
  "{usec}t": epoch(1000),
  "{msec_frac}t": int,
  "{usec_frac}t": int,
  T: span(1000),
  "{s}T": span(1000),
  "{ms}T": span(1),
  "{us}T": span(0.001),
  u: user,
  v: host,
  V: host,
  X: state,
};

const NGINX: Readonly<Record<string, LogField>> = {
  body_bytes_sent: int,
  bytes_sent: int,
  connection: int,
  connection_requests: int,
  connection_time: secondsSpan,
  content_length: intOrNull,
  document_uri: path,
  is_args: isArguments,
  msec: secondsTime,
  pid: int,
  remote_addr: host,
  remote_port: intOrNull,
  remote_user: user,
  request,
  request_length: int,
  request_time: secondsSpan,
  request_uri: target,
  scheme,
  server_port: int,
  status,
  time_iso8601: isoTime,
  time_local: localTime,
  uri: path,
};

/** Words that no server writes with a blank, so that a line in which one has some is of another format. */
const WORDS: ReadonlySet<string> = new Set([
  "H",
  "L",
  "m",
  "{tid}P",
  "{hextid}P",
  "server_protocol",
  "request_method",
  "request_id",
]);

/** The kind of a field; text for those that are about a name, such as a header. */
export function logFieldOf(piece: Extract<LogPiece, { kind: "field" }>): LogField {
  const { name, argument, conditional } = piece;
  const key = argument === null ? name : `{${argument.replace(/^(?:begin|end):/, "")}}${name}`;
  const isTime = name === "t" && argument !== null;
  const table = piece.written.startsWith("$") ? NGINX : APACHE;
  const known = Object.hasOwn(table, key) ? table[key] : undefined;
  const field = known ?? (WORDS.has(key) ? word : isTime ? text((rest) => rest, withoutEscapes) : any);
  return conditional ? orDash(field) : field;
}

function orDash({ pattern, mayHave, values, ...rest }: LogField): LogField {
  return {
    ...rest,
    pattern: (without) => `(?:${pattern(without)}|-)`,
    mayHave: (character) => character === "-" || mayHave(character),
    values: values.map((read) => (value) => (value === "-" ? null : read(value))),
  };
}
