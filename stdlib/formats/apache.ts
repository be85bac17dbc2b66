/** Access logs of Apache's httpd: the formats `common` and `combined` of its mod_log_config. */
import { Failure, type Fallible } from "../../runtime/contract/failure.ts";
import { shown } from "../text/shown.ts";
import { timeReader } from "../time/parse.ts";
import { LOG_VALUES, withoutEscapes } from "./log-values.ts";

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

const { host, identity, user, time, quoted } = LOG_VALUES;
const COMMON = `^(${host}) (${identity}) (${user}) \\[(${time})\\] "(${quoted})" (\\d{3}) (\\d{1,15}|-)`;
const common = /* @__PURE__ */ new RegExp(`${COMMON}$`);
const combined = /* @__PURE__ */ new RegExp(`${COMMON} "(${quoted})" "(${quoted})"$`);
const request = /^([!#$%&'*+.^`|~\w-]+) (.+) (HTTP\/\d(?:\.\d)?)$/s;

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
  if (match === null) return new Failure(`${shown(line)} is not a line of Apache's format ${format}`);
  const [, host = "", identity = "", user = "", time = "", asked = "", status = "", bytes = "", from, agent] = match;
  const at = timeOf(time);
  if (at instanceof Failure) return at;
  const parts = request.exec(withoutEscapes(asked));
  if (parts === null) return new Failure(`${shown(asked)} is not a request such as "GET / HTTP/1.1"`);
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
  if (text === undefined || text === "-") return null;
  // What httpd writes for a user without a name.
  return text === '""' ? "" : withoutEscapes(text);
}
