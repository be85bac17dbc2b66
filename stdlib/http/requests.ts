import { encoderOf, jsonText } from "../../runtime/codec/json-encode.ts";
import type { Declared } from "../../runtime/contract/context.ts";
import { RejectedEventError } from "../../runtime/contract/errors.ts";
import type { Event } from "../../runtime/contract/event.ts";

/** How bodies of events become the body of a request. */
export type RequestFormat = "lines" | "json" | "flume" | "whole";

/** One request, and which events of the write it is for. */
export interface OutgoingRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Ascending. */
  readonly indexes: readonly number[];
}

/** The options that say what requests look like. */
export interface RequestOptions<T> {
  readonly url: string;
  readonly format: RequestFormat;
  readonly contentType: string | null;
  readonly requestHeaders: ReadonlyMap<string, string> | null;
  readonly headers: ((body: T) => ReadonlyMap<string, string>) | null;
}

interface Group<T> {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly events: Event<T>[];
  readonly indexes: number[];
}

/** Makes the requests of a write, in the order of their first events. */
export class RequestWriter<T> {
  readonly #options: RequestOptions<T>;
  readonly #textOf: (body: T) => string | Uint8Array;
  readonly #jsonOf: (body: T) => string;

  constructor(options: RequestOptions<T>, declared: Declared) {
    this.#options = options;
    const { element } = declared;
    const encode = jsonText(encoderOf(declared));
    this.#jsonOf = encode;
    this.#textOf =
      element.kind === "string" || element.kind === "bytes" ? (body) => body as string | Uint8Array : encode;
  }

  /** Throws a RejectedEventError where an event lacks a header that its request needs. */
  requestsOf(events: readonly Event<T>[]): readonly OutgoingRequest[] {
    return this.#groupsOf(events).map(({ url, headers, events: own, indexes }) => {
      return { url, headers, indexes, body: this.#bodyOf(own) };
    });
  }

  #groupsOf(events: readonly Event<T>[]): readonly Group<T>[] {
    const groups = new Map<string, Group<T>>();
    for (const [index, event] of events.entries()) {
      const { url, headers } = this.#headOf(event, index);
      const key = this.#options.format === "whole" ? String(index) : JSON.stringify([url, headers]);
      const group: Group<T> = groups.get(key) ?? { url, headers, events: [], indexes: [] };
      groups.set(key, group);
      group.events.push(event);
      group.indexes.push(index);
    }
    return [...groups.values()];
  }

  #headOf(event: Event<T>, index: number) {
    const { url, format, contentType, requestHeaders, headers } = this.#options;
    const own = headers === null ? null : headers(event.body);
    const fill = (text: string, encode: (value: string) => string) =>
      text.replaceAll(/%\{([\w.-]+)\}/g, (_, name: string) => {
        const value = own?.get(name) ?? event.headers.get(name);
        if (value === undefined)
          throw new RejectedEventError(`it has no header ${name}, which its request needs`, [index]);
        return encode(value);
      });
    const type =
      contentType ?? (format === "lines" || format === "whole" ? "text/plain; charset=utf-8" : "application/json");
    const filled = [...(requestHeaders ?? [])].map(([name, value]) => {
      const text = fill(value, (one) => one);
      if (/[^\t\x20-\x7e\x80-\xff]/.test(text)) {
        throw new RejectedEventError(`the request header ${name} cannot have the value of this event`, [index]);
      }
      return [name, text];
    });
    return { url: fill(url, encodeURIComponent), headers: { "Content-Type": type, ...Object.fromEntries(filled) } };
  }

  #bodyOf(events: readonly Event<T>[]): Buffer {
    switch (this.#options.format) {
      case "json":
        return Buffer.from(`[${events.map(({ body }) => this.#jsonOf(body)).join(",")}]`);
      case "flume":
        return Buffer.from(
          JSON.stringify(
            events.map(({ headers, body }) => {
              return { headers: Object.fromEntries(headers), body: Buffer.from(this.#textOf(body)).toString() };
            }),
          ),
        );
      case "lines":
        return Buffer.concat(events.flatMap(({ body }) => [Buffer.from(this.#textOf(body)), NEWLINE]));
      case "whole":
        return Buffer.concat(events.map(({ body }) => Buffer.from(this.#textOf(body))));
    }
  }
}

const NEWLINE = Buffer.from("\n");
