import { Failure, type Fallible } from "../../runtime/failure.ts";
import { shown } from "../text/shown.ts";
import { parseRfc3164 } from "./syslog-3164.ts";
import { parseRfc5424 } from "./syslog-5424.ts";
import type { Syslog } from "./syslog-message.ts";

/** 24 facilities of 8 severities each, from 0. */
const MOST_PRIORITY = 191;

/** A message of either RFC; `near` (ms since 1970) and `zone` complete the time of RFC 3164. */
export function parseSyslog(text: string, near: number | null = null, zone = "UTC"): Fallible<Syslog> {
  const [start = "", digits = ""] = /^<(\d{1,3})>/.exec(text) ?? [];
  const priority = Number(digits);
  if (start === "" || priority > MOST_PRIORITY) {
    return new Failure(`${shown(text)} is no syslog message: it does not begin with a priority such as <34>`);
  }
  const rest = text.slice(start.length);
  const body = rest.startsWith("1 ") ? parseRfc5424(rest.slice(2)) : parseRfc3164(rest, near, zone);
  if (body instanceof Failure) return new Failure(`${shown(text)} is no syslog message: ${body.reason}`);
  return { facility: priority >> 3, severity: priority & 7, ...body };
}
