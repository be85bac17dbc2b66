import { decodeTimestamp } from "../../runtime/codec/scalar.ts";
import type { Context } from "../../runtime/contract/context.ts";
import { type Event, event, NO_HEADERS } from "../../runtime/contract/event.ts";
import { Failure } from "../../runtime/contract/failure.ts";
import { headerOf, hostAt } from "../formats/syslog-3164.ts";
import { textReader } from "../support/text-reader.ts";
import type { SyslogFrame } from "./frames.ts";

/** The options that say what becomes of a message. */
export interface MessageOptions {
  readonly parse: boolean;
  readonly keepFields: readonly string[];
  readonly charset: string;
  readonly timeZone: string | null;
  readonly eventSize: number;
}

/** Headers that the connection gives, beside those of the message. */
export type SourceHeaders = readonly (readonly [name: string, value: string])[];

/** What a message begins with, as text; and `body`, where the rest begins. */
interface Head {
  readonly priority: string;
  readonly version: string;
  readonly timestamp: string;
  readonly at: number | null;
  readonly host: string;
  readonly body: number;
}

/** A time as it was written, and what it means. */
interface Known {
  readonly text: string;
  readonly at: number;
}

/** 24 facilities of 8 severities each, from 0. */
const MOST_PRIORITY = 191;

const PRIORITY = /^<(\d{1,3})>/;

/** Makes events of messages, with the headers of Flume 1.11's syslog sources. Never fails: what is not a message is kept. */
export class MessageReader {
  readonly #options: MessageOptions;
  readonly #context: Context;
  readonly #keep: ReadonlySet<string>;
  readonly #zone: string;
  readonly #textOf: (bytes: Buffer) => string;
  // Neighbouring messages mostly are of the same second.
  #lastNew: Known = { text: "", at: 0 };
  #lastOld: Known | null = null;

  /** Throws a RangeError for an unknown encoding. */
  constructor(options: MessageOptions, context: Context) {
    this.#options = options;
    this.#context = context;
    this.#keep = new Set(options.keepFields);
    this.#zone = options.timeZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
    this.#textOf = textReader(options.charset, context);
  }

  read({ bytes, isWhole }: SyslogFrame, extra: SourceHeaders): Event<string> {
    const { count, log } = this.#context;
    const text = this.#textOf(bytes);
    if (!isWhole) {
      count("longMessages");
      log.once("longMessages", `a message is cut: longer than ${this.#options.eventSize} bytes, or broken off`);
    }
    if (!this.#options.parse) {
      const headers = isWhole ? extra : [...extra, ["flume.syslog.status", "Incomplete"] as const];
      return event(text, headers.length === 0 ? NO_HEADERS : new Map(headers));
    }
    const head = this.#headOf(text);
    const headers = new Map(extra);
    if (head === null) {
      count("invalidMessages");
      log.once("invalidMessages", "a message is not of syslog: it is kept as it is, and marked");
      headers.set("flume.syslog.status", "Invalid");
      return event(text, headers);
    }
    const priority = Number(head.priority);
    headers.set("Facility", String(priority >> 3));
    headers.set("Severity", String(priority & 7));
    headers.set("priority", head.priority);
    if (head.version !== "") headers.set("version", head.version);
    if (head.at !== null) headers.set("timestamp", String(head.at));
    if (head.host !== "") headers.set("host", head.host);
    if (!isWhole) headers.set("flume.syslog.status", "Incomplete");
    return event(this.#bodyOf(text, head), headers);
  }

  #bodyOf(text: string, head: Head): string {
    const keep = this.#keep;
    if (keep.has("all")) return text;
    const body = text.slice(head.body);
    if (keep.size === 0) return body;
    const field = (name: string, value: string) => (keep.has(name) && value !== "" ? `${value} ` : "");
    const start = keep.has("priority") ? `<${head.priority}>` : "";
    const fields = [
      ["version", head.version] as const,
      ["timestamp", head.timestamp],
      ["hostname", head.host],
    ] as const;
    return `${start}${fields.map(([name, value]) => field(name, value)).join("")}${body}`;
  }

  #headOf(text: string): Head | null {
    const start = PRIORITY.exec(text);
    const priority = start?.[1];
    if (start === null || priority === undefined || Number(priority) > MOST_PRIORITY) return null;
    const from = start[0].length;
    return text.startsWith("1 ", from) ? this.#newHead(text, priority, from + 2) : this.#oldHead(text, priority, from);
  }

  /** RFC 5424: `1 TIME HOST …` */
  #newHead(text: string, priority: string, from: number): Head | null {
    const timeEnd = text.indexOf(" ", from);
    const hostEnd = timeEnd === -1 ? -1 : text.indexOf(" ", timeEnd + 1);
    if (hostEnd === -1) return null;
    const timestamp = text.slice(from, timeEnd);
    const at = timestamp === "-" ? null : this.#timeOf(timestamp);
    if (at === undefined) return null;
    const host = text.slice(timeEnd + 1, hostEnd);
    return { priority, version: "1", timestamp, at, host: host === "-" ? "" : host, body: hostEnd + 1 };
  }

  /** Undefined for what is not a time. */
  #timeOf(text: string): number | undefined {
    if (text === this.#lastNew.text) return this.#lastNew.at;
    const at = decodeTimestamp(text);
    if (at instanceof Failure) return undefined;
    this.#lastNew = { text, at };
    return at;
  }

  /** RFC 3164: a time, a host; each may be missing (section 4.3). */
  #oldHead(text: string, priority: string, from: number): Head {
    const rest = text.slice(from);
    const last = this.#lastOld;
    const isLast = last !== null && rest.startsWith(last.text);
    const header = isLast ? { at: last.at, length: last.text.length } : this.#readTime(rest);
    if (header === null) return { priority, version: "", timestamp: "", at: null, host: "", body: from };
    const host = hostAt(rest.slice(header.length)) ?? "";
    const timestamp = rest.slice(0, header.length).trimEnd();
    const body = from + header.length + (host === "" ? 0 : host.length + 1);
    return { priority, version: "", timestamp, at: header.at, host, body };
  }

  #readTime(rest: string): { readonly at: number | null; readonly length: number } | null {
    const header = headerOf(rest, { near: this.#context.clock.now(), zone: this.#zone });
    // With the blank behind it: it must not match the start of a longer time.
    if (header !== null && header.at !== null) this.#lastOld = { text: rest.slice(0, header.length), at: header.at };
    return header;
  }
}
