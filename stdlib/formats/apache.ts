/** Access logs of Apache's httpd: the formats `common` and `combined` of its mod_log_config. */
import { Failure, type Fallible } from "../../runtime/failure.ts";
import { shown } from "../text/shown.ts";
import { timeReader } from "../time/parse.ts";

/** See `apache.flow`. */
export interface ApacheAccess {
  readonly host: string;
  readonly identity: string | null;
  readonly user: string | null;
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly protocol: string;
  readonly status: number;
  readonly bytes: number | null;
  readonly referrer: string | null;
  readonly userAgent: string | null;
}

// The user may hold blanks: httpd escapes quotes and control characters in it, and nothing else.
const COMMON = String.raw`^(\S+) (\S+) (.+?) \[([^\]]+)\] "((?:[^"\\]|\\.)*)" (\d{3}) (\d+|-)`;
const common = new RegExp(`${COMMON}$`);
const combined = new RegExp(String.raw`${COMMON} "((?:[^"\\]|\\.)*)" "((?:[^"\\]|\\.)*)"$`);
const request = /^(\S+) (.*) (HTTP\/\d(?:\.\d)?)$/;

const timeOf = /* @__PURE__ */ timeReader("dd/MMM/yyyy:HH:mm:ss Z");

/** One line of the format `combined`. */
export function parseApacheCombined(line: string): Fallible<ApacheAccess> {
  return accessOf(combined.exec(line), line, "combined");
}

/** One line of the format `common`. */
export function parseApacheCommon(line: string): Fallible<ApacheAccess> {
  return accessOf(common.exec(line), line, "common");
}

function accessOf(match: RegExpExecArray | null, line: string, format: string): Fallible<ApacheAccess> {
  if (match === null) return new Failure(`${shown(line)} is no line of Apache's format ${format}`);
  const [, host = "", identity = "", user = "", time = "", asked = "", status = "", bytes = "", from, agent] = match;
  const at = timeOf(time);
  if (at instanceof Failure) return at;
  const parts = request.exec(unescaped(asked));
  if (parts === null) return new Failure(`${shown(asked)} is no request such as "GET / HTTP/1.1"`);
  return {
    host,
    identity: orNull(identity),
    user: orNull(user),
    at,
    method: parts[1]!,
    path: parts[2]!,
    protocol: parts[3]!,
    status: Number(status),
    bytes: bytes === "-" ? null : Number(bytes),
    referrer: orNull(from),
    userAgent: orNull(agent),
  };
}

function orNull(text: string | undefined): string | null {
  return text === undefined || text === "-" ? null : unescaped(text);
}

const control: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" };

/** `\"`, `\\`, C's letters, and `\xhh` for each byte of what is not ASCII, which together are UTF-8. */
function unescaped(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(/(?:\\x[0-9a-f]{2})+|\\(.)/gi, (written, char: string | undefined) => {
    if (char === undefined) return Buffer.from(written.replaceAll("\\x", ""), "hex").toString("utf8");
    return control[char] ?? char;
  });
}
