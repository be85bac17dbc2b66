/** What servers write: values of fields as texts, after the manuals of Apache's httpd and nginx. */
import fc from "fast-check";
import type { RecordTypeField, Type } from "../../../compiler/model/types/type.ts";
import { type Schema, t } from "../../../runtime/contract/schema.ts";

/** A value that a record has, and how the server writes it. */
export interface Written {
  readonly text: string;
  /** One for each field of the record. */
  readonly values: readonly unknown[];
}

/** Schemas as the emitted program has them. */
export function schemaOf(fields: readonly RecordTypeField[]): Schema {
  return t.record(Object.fromEntries(fields.map(({ name, type }) => [name, partOf(type)])));
}

function partOf(type: Type): Schema {
  if (type.kind === "nullable") return t.nullable(partOf(type.type));
  return { kind: type.kind } as Schema;
}

/** Apache's ap_escape_logitem. */
function apacheEscaped(value: string): string {
  const letters: Readonly<Record<string, string>> = {
    "\b": "b",
    "\n": "n",
    "\r": "r",
    "\t": "t",
    "\v": "v",
    '"': '"',
    "\\": "\\",
  };
  return escapedBy(
    value,
    (char) => (letters[char] === undefined ? null : `\\${letters[char]}`),
    (hex) => hex,
  );
}

/** nginx's default escaping. */
function nginxEscaped(value: string): string {
  return escapedBy(
    value,
    (char) => (char === '"' || char === "\\" ? `\\x${char.charCodeAt(0).toString(16).toUpperCase()}` : null),
    (hex) => hex.toUpperCase(),
  );
}

function escapedBy(value: string, special: (char: string) => string | null, hexOf: (hex: string) => string): string {
  let text = "";
  for (const char of value) {
    const known = special(char);
    if (known !== null) text += known;
    else if (char >= " " && char <= "~") text += char;
    else text += [...Buffer.from(char)].map((byte) => `\\x${hexOf(byte.toString(16).padStart(2, "0"))}`).join("");
  }
  return text;
}

const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

function local(seconds: number, offset: number): string {
  const date = new Date((seconds + offset * 60) * 1000);
  const two = (n: number) => String(n).padStart(2, "0");
  const zone = `${offset < 0 ? "-" : "+"}${two(Math.floor(Math.abs(offset) / 60))}${two(Math.abs(offset) % 60)}`;
  const day = `${two(date.getUTCDate())}/${MONTHS[date.getUTCMonth()]}/${String(date.getUTCFullYear()).padStart(4, "0")}`;
  return `${day}:${[date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(":")} ${zone}`;
}

const seconds = fc.integer({ min: 0, max: 4_000_000_000 });
const offsets = fc.constantFrom(0, 60, -300, 330);
const counts = fc.nat({ max: 2 ** 40 });
const one = (value: fc.Arbitrary<unknown>, write: (value: never) => string = String): fc.Arbitrary<Written> =>
  value.map((it) => ({ text: write(it as never), values: [it] }));

/** Text without blanks, unless `free`; of a server that escapes by `escaped`. */
const texts = (free: boolean, escaped: (value: string) => string): fc.Arbitrary<Written> => {
  const unit = fc.constantFrom(...'ab/:?=&.-|,[]%é\u{1F600}"\\\n\t\u0001xX09', ...(free ? [" "] : []));
  const value = fc.option(fc.string({ unit, minLength: free ? 0 : 1 }), { nil: null });
  // A dash alone cannot be told from nothing.
  return one(
    value.filter((text) => text !== "-"),
    (text: string | null) => (text === null ? "-" : escaped(text)),
  );
};

const hosts = fc.oneof(
  fc.ipV4(),
  fc.ipV6().filter((address) => !address.includes("::ffff:")),
  fc.constantFrom("a.example.org", "b_c", "localhost"),
);

const users = (escaped: (value: string) => string): fc.Arbitrary<Written> =>
  one(fc.constantFrom(null, "alice", "Frank N. Stein", 'a"b', "x [y]", "é"), (user: string | null) =>
    user === null ? "-" : escaped(user),
  );

const requests = (escaped: (value: string) => string): fc.Arbitrary<Written> =>
  fc.oneof(
    fc.constantFrom("-", "", "GET", "\u0016\u0003\u0001", "GET /x").map((request) => ({
      text: escaped(request),
      values: [request === "-" ? null : request, null, null, null],
    })),
    fc
      .tuple(
        fc.constantFrom("GET", "M-SEARCH"),
        fc.constantFrom("/", '/a b?"', "*", "/\\x", "/é"),
        fc.constantFrom("HTTP/1.1", "HTTP/2"),
      )
      .map((parts) => ({ text: escaped(parts.join(" ")), values: [parts.join(" "), ...parts] })),
  );

const spans = (factor: number) =>
  one(fc.nat({ max: 10_000_000 })).map(({ text, values }) => ({ text, values: [(values[0] as number) * factor] }));

/** Fields by how they are written, between quotes or not. */
export function apacheFields(free: boolean): readonly (readonly [string, fc.Arbitrary<Written>])[] {
  const any = texts(free, apacheEscaped);
  return [
    ["%h", one(hosts)],
    ["%a", one(hosts)],
    ["%{c}a", one(hosts)],
    ["%v", one(hosts)],
    ["%l", one(fc.constantFrom(null, "eve"), (it: string | null) => it ?? "-")],
    ...(free
      ? ([
          ["%u", users(apacheEscaped)],
          ["%r", requests(apacheEscaped)],
          ["%{%Y-%m-%d}t", one(fc.constant("2026-01-02"))],
        ] as const)
      : []),
    ["%t", fc.tuple(seconds, offsets).map(([at, offset]) => ({ text: `[${local(at, offset)}]`, values: [at * 1000] }))],
    ["%{sec}t", seconds.map((at) => ({ text: String(at), values: [at * 1000] }))],
    ["%{begin:msec}t", one(counts)],
    ["%{usec}t", counts.map((at) => ({ text: String(at * 1000 + 7), values: [at] }))],
    ["%>s", one(fc.integer({ min: 100, max: 599 }))],
    ["%s", one(fc.integer({ min: 100, max: 599 }))],
    ["%b", one(fc.option(counts, { nil: null }), (it: number | null) => (it === null ? "-" : String(it)))],
    ["%B", one(counts)],
    ["%D", spans(0.001)],
    ["%T", spans(1000)],
    ["%{ms}T", spans(1)],
    ["%p", one(fc.nat({ max: 65535 }))],
    ["%P", one(counts)],
    ["%X", one(fc.constantFrom("X", "+", "-"))],
    ["%I", one(counts)],
    ["%m", one(fc.constantFrom("GET", "POST"))],
    ["%H", one(fc.constantFrom("HTTP/1.0", "HTTP/2.0"))],
    ["%{Referer}i", any],
    ["%{X-Forwarded-For}i", any],
    ["%{Content-Type}o", any],
    ["%{sid}C", any],
    ["%{SSL_PROTOCOL}x", any],
    ["%!200,304{Referer}i", any],
    ["%400,501D", one(fc.constant(null), () => "-")],
  ];
}

export function nginxFields(free: boolean): readonly (readonly [string, fc.Arbitrary<Written>])[] {
  const any = texts(free, nginxEscaped);
  return [
    ["$remote_addr", one(hosts)],
    ...(free
      ? ([
          ["$remote_user", users(nginxEscaped)],
          ["$request", requests(nginxEscaped)],
          ["${uri}", one(fc.constantFrom("/a b", "/", '/"'), (it: string) => nginxEscaped(it))],
        ] as const)
      : []),
    [
      "$time_local",
      fc.tuple(seconds, offsets).map(([at, offset]) => ({ text: local(at, offset), values: [at * 1000] })),
    ],
    [
      "$time_iso8601",
      seconds.map((at) => ({
        text: new Date(at * 1000).toISOString().replace(".000Z", "+00:00"),
        values: [at * 1000],
      })),
    ],
    ["$msec", counts.map((at) => ({ text: (at / 1000).toFixed(3), values: [at] }))],
    ["$status", one(fc.integer({ min: 100, max: 599 }))],
    ["$body_bytes_sent", one(counts)],
    ["${request_time}", fc.nat({ max: 1e7 }).map((ms) => ({ text: (ms / 1000).toFixed(3), values: [ms] }))],
    ["$request_uri", one(fc.constantFrom("/", "/a?b=c:d", "/x/y"))],
    ["$scheme", one(fc.constantFrom("http", "https"))],
    ["$request_method", one(fc.constantFrom("GET", "POST"))],
    ["$http_referer", any],
    ["$http_user_agent", any],
    ["$upstream_response_time", any],
    ["$tenant", any],
    ["$is_args", one(fc.constantFrom("", "?"))],
    ["$content_length", one(fc.option(counts, { nil: null }), (it: number | null) => (it === null ? "-" : String(it)))],
  ];
}
