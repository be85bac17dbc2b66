import { decodeTimestamp } from "../../runtime/codec/text.ts";
import { Failure, type Fallible } from "../../runtime/failure.ts";
import { toTimestamp } from "../time/parse.ts";
import type { SyslogBody } from "./syslog-message.ts";

/** The day with a blank before one digit, as the RFC has it, or without, as some programs do. */
const HEADER = /^([A-Z][a-z]{2}) ( \d|\d\d?) (\d\d:\d\d:\d\d) (\S+) /;
/** What rsyslog sends where it is told to be exact. */
const ISO_HEADER = /^(\d{4}-\S+) (\S+) /;
const TAG = /^([\w./-]+)(?:\[([^\]]*)\])?: ?/;

/** What follows `<34>` (RFC 3164, section 4.1), with the time that is nearest to `near`. */
export function parseRfc3164(text: string, near: number | null, zone: string): Fallible<SyslogBody> {
  const iso = ISO_HEADER.exec(text);
  if (iso !== null) return bodyOf(text.slice(iso[0].length), decodeTimestamp(iso[1] ?? ""), iso[2] ?? "");
  const header = HEADER.exec(text);
  if (header === null) return new Failure("it has neither the header of RFC 5424 nor that of RFC 3164");
  const [whole, month = "", day = "", clock = "", host = ""] = header;
  const at = near === null ? null : nearest(`${month} ${day.trim().padStart(2, "0")} ${clock}`, near, zone);
  return bodyOf(text.slice(whole.length), at, host);
}

function bodyOf(rest: string, at: Fallible<number | null>, host: string): Fallible<SyslogBody> {
  if (at instanceof Failure) return at;
  const tag = TAG.exec(rest);
  return {
    at,
    host,
    app: tag?.[1] ?? null,
    processId: tag?.[2] ?? null,
    messageId: null,
    data: new Map(),
    message: rest.slice(tag?.[0].length ?? 0),
  };
}

/** Around New Year the year of the message is not always that of `near`; the 29th of February is not in each. */
function nearest(time: string, near: number, zone: string): Fallible<number> {
  const year = new Date(near).getUTCFullYear();
  let best: Fallible<number> = new Failure(`${time} is no time of any year around ${year}`);
  for (const one of [year - 1, year, year + 1]) {
    const at = toTimestamp(`${one} ${time}`, "yyyy MMM dd HH:mm:ss", zone);
    if (at instanceof Failure) continue;
    if (best instanceof Failure || Math.abs(at - near) < Math.abs(best - near)) best = at;
  }
  return best;
}
