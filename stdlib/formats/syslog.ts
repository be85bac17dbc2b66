import { Failure, type Fallible } from "../../runtime/contract/failure.ts";
import { shown } from "../text/shown.ts";
import { parseRfc3164 } from "./syslog-3164.ts";
import { parseRfc5424 } from "./syslog-5424.ts";
import type { Syslog } from "./syslog-message.ts";

/** 24 facilities of 8 severities each, from 0. */
const MOST_PRIORITY = 191;

/** See `syslog.flow`; `near` is in ms since 1970. */
export function parseSyslog(text: string, near: number | null = null, zone: string | null = null): Fallible<Syslog> {
  const [start = "", digits = ""] = /^<(\d{1,3})>/.exec(text) ?? [];
  const hasPriority = start !== "";
  const priority = Number(digits);
  if (priority > MOST_PRIORITY) return refused(text, `its priority is above ${MOST_PRIORITY}`);
  const rest = text.slice(start.length);
  const isNew = hasPriority && rest.startsWith("1 ");
  const body = isNew ? parseRfc5424(rest.slice(2)) : parseRfc3164(rest, { near, zone }, hasPriority);
  if (body instanceof Failure) return refused(text, body.reason);
  return {
    facility: hasPriority ? priority >> 3 : null,
    severity: hasPriority ? priority & 7 : (body.severity ?? null),
    at: body.at,
    host: body.host,
    app: body.app,
    processId: body.processId,
    messageId: body.messageId,
    data: body.data,
    message: body.message,
    raw: text,
  };
}

function refused(text: string, reason: string): Failure {
  return new Failure(`${shown(text)} is not a syslog message: ${reason}`);
}
