import { decodeTimestamp } from "../../runtime/codec/scalar.ts";
import { Failure, type Fallible } from "../../runtime/contract/failure.ts";
import { parseCisco, parseFortiGate } from "./syslog-devices.ts";
import type { SyslogBody } from "./syslog-message.ts";
import { type TimeContext, timeOfParts } from "./syslog-time.ts";

/** The day with a blank before one digit, as the RFC has it, or without, as some programs do; some say the year. */
const HEADER = /^([A-Z][a-z]{2}) ( \d|\d\d?) (?:(\d{4}) )?(\d\d:\d\d:\d\d)(?:\.(\d{1,9}))? /;
/** What rsyslog sends and writes where it is told to be exact. */
const ISO_HEADER = /^(\d{4}-\d\d-\d\dT\S+) /;
/** A name with its brackets or colon is the program of a line without a host, as programs write to `/dev/log`. */
const HOST = /^(?!\S+\[\d+\]:)([^\s:]\S*[^\s:]|[^\s:]) /;
/** A number alone is no program: Cisco counts messages so. Nor is what a colon without a blank ends, such as `12:30`. */
const TAG = /^(?!\d+:)([\w./@()+-]+)(?:\[([^\]]*)\]:|:(?= |$)) ?/;

/** What the daemon itself writes into its files. Other lines that begin with a time and a word are of any program's log. */
const NO_PROGRAM = /^(?:(?:--- )?last message repeated \d+ time|message repeated \d+ times|-- MARK --)/;

/** The time at the beginning of a message, and how many characters it takes with the blank behind it. */
export interface Rfc3164Header {
  readonly at: number | null;
  readonly length: number;
}

/**
 * What follows `<34>` (RFC 3164, section 4.1), the same without a priority, or what devices send. Without a header that
 * can be read all is the message, where it `hasPriority` (section 4.3.3).
 */
export function parseRfc3164(text: string, context: TimeContext, hasPriority: boolean): Fallible<SyslogBody> {
  const device = parseCisco(text, context) ?? parseFortiGate(text, context);
  if (device !== null) return device;
  const header = headerOf(text, context);
  if (header !== null) {
    const body = behindHeader(text.slice(header.length), header.at, context);
    if (hasPriority || body.app !== null || NO_PROGRAM.test(body.message)) return body;
    return new Failure("it has neither a priority such as <34> nor the name of a program");
  }
  if (hasPriority && text !== "") return contentOf(text, null, null);
  return new Failure("it has neither the header of RFC 5424 nor that of RFC 3164");
}

/** What a message begins with behind its priority; null where that is no time. */
export function headerOf(text: string, context: TimeContext): Rfc3164Header | null {
  const iso = ISO_HEADER.exec(text);
  if (iso !== null) {
    const at = decodeTimestamp(iso[1] ?? "");
    return at instanceof Failure ? null : { at, length: iso[0].length };
  }
  const header = HEADER.exec(text);
  if (header === null) return null;
  const [whole, month = "", day = "", year, clock = "", fraction] = header;
  const at = timeOfParts({ year, month, day, clock, fraction }, context);
  return at === undefined ? null : { at, length: whole.length };
}

function behindHeader(rest: string, at: number | null, context: TimeContext): SyslogBody {
  const host = hostAt(rest);
  const content = rest.slice(host === null ? 0 : host.length + 1);
  const device = parseCisco(content, context) ?? parseFortiGate(content, context);
  // The time of who wrote the header is complete where a device's is not.
  if (device !== null) return { ...device, at: at ?? device.at, host: host ?? device.host };
  return contentOf(content, at, host);
}

/** The host that `rest`, what follows the time, begins with; null for a message without. A blank follows it. */
export function hostAt(rest: string): string | null {
  return HOST.exec(rest)?.[1] ?? null;
}

function contentOf(content: string, at: number | null, host: string | null): SyslogBody {
  const tag = TAG.exec(content);
  return {
    at,
    host,
    app: tag?.[1] ?? null,
    processId: tag?.[2] ?? null,
    messageId: null,
    data: new Map(),
    message: content.slice(tag?.[0].length ?? 0),
  };
}
