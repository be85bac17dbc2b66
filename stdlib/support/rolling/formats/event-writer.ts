import { encoderOf, jsonText } from "../../../../runtime/codec/json-encode.ts";
import type { Declared } from "../../../../runtime/contract/context.ts";
import type { Headers } from "../../../../runtime/contract/event.ts";
import { scalaShower } from "../../show/show-scala.ts";
import type { EventWriter } from "./body-bytes.ts";
import { csvLine } from "./csv-line.ts";

/**
 * `text`: bytes as they are, all else as `print` shows it in Scala; `json`: the body as JSON; `headerAndText`: the headers before
 * the text, as Flume's serializer of that name does; `csv`: the fields of the body as a line of RFC 4180.
 */
export type EventFormat = "text" | "json" | "headerAndText" | "csv";

/** Writes the events of a component in a format. */
export function eventWriter<T>(declared: Declared, format: EventFormat): EventWriter<T> {
  switch (format) {
    case "json": {
      const textOf = jsonText<T>(encoderOf(declared));
      return ({ body }) => textOf(body);
    }
    case "csv": {
      const line = csvLine(declared.element);
      return ({ body }) => line(body);
    }
    case "headerAndText": {
      const bodyOf = bodyWriter<T>(declared);
      return ({ body, headers }) => {
        const text = bodyOf(body);
        const before = `${headersText(headers)} `;
        return typeof text === "string" ? before + text : Buffer.concat([Buffer.from(before), text]);
      };
    }
    case "text": {
      const bodyOf = bodyWriter<T>(declared);
      return ({ body }) => bodyOf(body);
    }
  }
}

/** Headers as Java shows a map: `{host=web1, level=warn}`. */
export function headersText(headers: Headers): string {
  return `{${[...headers].map(([name, value]) => `${name}=${value}`).join(", ")}}`;
}

/** Bodies: bytes as they are, and everything else as `print` shows it in Scala. */
function bodyWriter<T>({ element }: Declared): (body: T) => string | Uint8Array {
  return element.kind === "bytes" ? (body) => body as Uint8Array : scalaShower(element);
}
