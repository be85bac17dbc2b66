/** Messages of network devices, which follow no RFC: Cisco's IOS, NX-OS and ASA, and Fortinet's FortiGate. */
import { parseKeyValue } from "../key-value/key-value.ts";
import type { SyslogBody } from "./syslog-message.ts";
import { type TimeContext, timeOfParts } from "./syslog-time.ts";

const TIME = String.raw`([*.]?)(?:(\d{4}) )?([A-Z][a-z]{2}) {1,2}(\d{1,2})(?: (\d{4}))? (\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(?: ([A-Z]{1,5}|[+-]\d\d:?\d\d))?`;
/** Time since the start instead of a date: `1d03h`, `00:00:46`. */
const UPTIME = String.raw`(?:\d+[wydh]){1,3}|\d\d:\d\d:\d\d(?:\.\d+)?`;

/** A number before a colon counts messages. */
const HOST = String.raw`(?!(?:\d+|${UPTIME}) ?:)[\w.-]+`;

/**
 * `45: 000123: router1: *Mar  1 18:46:11.123 UTC: %SYS-5-CONFIG_I: …`: before the `%` everything may be missing, and the
 * host stands before the time (IOS) or behind it (NX-OS, ASA).
 */
const CISCO = new RegExp(
  String.raw`^(?::? ?)(?:\d+: ){0,2}(?:(${HOST}) ?: )?(?:\d+: )?(?:${TIME}|${UPTIME})?(?: ?:? ?(${HOST}))?(?: ?: ?| )?%([A-Z][A-Z0-9_]*(?:-[A-Za-z0-9_]+)*)-([0-7])-([A-Z0-9_]+): ?`,
);

/** A message of Cisco's; null for others. */
export function parseCisco(text: string, context: TimeContext): SyslogBody | null {
  const percent = text.indexOf("%");
  // What stands before it is short, so that no expression has to look through a long text.
  if (percent === -1 || percent > 200) return null;
  const match = CISCO.exec(text);
  if (match === null) return null;
  const [whole, before, mark, year, month, day, yearBehind, clock = "", fraction, zone, behind, app, severity, name] =
    match;
  const parts = { year: year ?? yearBehind, month: month ?? "", day: day ?? "", clock, fraction, zone };
  // A star says that the clock has never been set.
  const at = month === undefined || mark === "*" ? null : timeOfParts(parts, context);
  if (at === undefined) return null;
  return {
    severity: Number(severity),
    at,
    host: before ?? behind ?? null,
    app: app ?? null,
    processId: null,
    messageId: `${app}-${severity}-${name}`,
    data: new Map(),
    message: text.slice(whole.length),
  };
}

const LEVELS = ["emergency", "alert", "critical", "error", "warning", "notice", "information", "debug"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** A message of a FortiGate: `date=2026-10-11 time=22:14:15 devname="fw1" …`; null for others. Its pairs stay the message. */
export function parseFortiGate(text: string, { zone }: TimeContext): SyslogBody | null {
  const start = /^(?:[a-z]+=\S* ){0,3}?date=(\d{4})-(\d\d)-(\d\d) time=(\d\d:\d\d:\d\d) /.exec(text);
  if (start === null) return null;
  const [, year, month, day = "", clock = ""] = start;
  const pairs = parseKeyValue(text);
  const parts = { year, month: MONTHS[Number(month) - 1] ?? "", day, clock, zone: pairs.get("tz") };
  const at = epochOf(pairs.get("eventtime")) ?? timeOfParts(parts, { near: null, zone });
  if (at === undefined) return null;
  const severity = LEVELS.indexOf(pairs.get("level") ?? "");
  return {
    severity: severity === -1 ? null : severity,
    at,
    host: pairs.get("devname") ?? pairs.get("devid") ?? null,
    app: null,
    processId: null,
    messageId: pairs.get("logid") ?? pairs.get("log_id") ?? null,
    data: new Map(),
    message: text,
  };
}

/** Seconds, or since FortiOS 6.2 nanoseconds, since 1970. */
function epochOf(digits: string | undefined): number | null {
  if (digits === undefined || !/^(?:\d{10}|\d{19})$/.test(digits)) return null;
  return Number(digits.slice(0, 10)) * 1000 + Number(digits.slice(10, 13));
}
