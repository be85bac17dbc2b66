import { Failure, type Fallible } from "../../runtime/contract/failure.ts";
import { shown } from "../text/shown.ts";

/** See `url.flow`. */
export interface Url {
  readonly scheme: string;
  readonly user: string | null;
  readonly host: string;
  readonly port: number | null;
  readonly path: string;
  readonly query: string | null;
  readonly fragment: string | null;
}

/** An absolute URL after the WHATWG's standard; the password is left out, since what is read here gets logged. */
export function parseUrl(text: string): Fallible<Url> {
  if (!URL.canParse(text)) return new Failure(`${shownSafely(text)} is not an absolute URL`);
  const url = new URL(text);
  return {
    scheme: url.protocol.slice(0, -1),
    user: url.username === "" ? null : (decoded(url.username) ?? url.username),
    host: url.hostname.replace(/^\[(.*)\]$/, "$1"),
    port: url.port === "" ? null : Number(url.port),
    path: url.pathname,
    query: url.search === "" ? null : url.search.slice(1),
    fragment: url.hash === "" ? null : url.hash.slice(1),
  };
}

/** Of a query, with or without what stands before its `?` and after it. Of equal names the first holds. */
export function queryParameters(text: string): Map<string, string> {
  const hash = text.indexOf("#");
  const whole = hash === -1 ? text : text.slice(0, hash);
  const mark = whole.indexOf("?");
  const parameters = new Map<string, string>();
  if (mark === -1 && isPath(whole)) return parameters;
  for (const [name, value] of new URLSearchParams(whole.slice(mark + 1))) {
    if (!parameters.has(name)) parameters.set(name, value);
  }
  return parameters;
}

/** A `/` before any `=`: in a query the names come first. */
function isPath(text: string): boolean {
  return /^[^=&]*\//.test(text);
}

/** Half a surrogate pair, which has no bytes, becomes U+FFFD. */
export function encodeUrlComponent(text: string): string {
  return encodeURIComponent(text.replace(/[\ud800-\udfff]/gu, "\ufffd"));
}

/** Fails where a `%` is not followed by the bytes of a character. */
export function decodeUrlComponent(text: string): Fallible<string> {
  return decoded(text) ?? new Failure(`${shownSafely(text)} has a % that begins no character`);
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** Without the password that a URL may hold. */
function shownSafely(text: string): string {
  return shown(text.replace(/\/\/[^/?#@]*@/, "//…@"));
}

/** As forms are sent: a blank is `+`. */
export function toQuery(parameters: ReadonlyMap<string, string>): string {
  return new URLSearchParams([...parameters]).toString();
}
