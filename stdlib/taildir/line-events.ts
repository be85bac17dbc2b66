import { basename } from "node:path";
import type { Context } from "../../runtime/component.ts";
import { type Event, type Headers, NO_HEADERS } from "../../runtime/event.ts";
import { lineFaults } from "../framing/line-faults.ts";
import { type LineFault, LineSplitter } from "../framing/line-splitter.ts";
import type { Region } from "./followed-file.ts";
import type { TaildirOptions } from "./taildir.options.ts";

type LineOptions = Required<
  Pick<
    TaildirOptions,
    | "headers"
    | "fileHeader"
    | "fileHeaderKey"
    | "basenameHeader"
    | "basenameHeaderKey"
    | "byteOffsetHeader"
    | "maxLineLength"
  >
>;

/** Makes events of the lines of files. */
export class LineEvents {
  readonly #options: LineOptions;
  readonly #context: Context;
  readonly #fault: (fault: LineFault, times: number) => void;
  /** By encoding: a file that says its own by a byte order mark may have another one than the others. */
  readonly #splitters = new Map<string, LineSplitter>();

  constructor(options: LineOptions, context: Context) {
    this.#options = options;
    this.#context = context;
    this.#fault = lineFaults(context, {});
  }

  of({ bytes, offset, ends, open, encoding }: Region, path: string): Event<string>[] {
    const splitter = this.#splitterOf(encoding);
    const headers = this.#headersOf(path);
    if (open !== null) {
      if (open === "tooLong") this.#fault("longLines", 1);
      else this.#context.count("unfinishedLines");
      const lines = [...splitter.push(bytes), splitter.end() ?? ""];
      return [{ body: lines.join(""), headers: this.#withOffset(headers, offset) }];
    }
    if (!this.#options.byteOffsetHeader) return splitter.push(bytes).map((body) => ({ body, headers }));
    let start = 0;
    return ends.flatMap((end) => {
      const own = this.#withOffset(headers, offset + start);
      const lines = splitter.push(bytes.subarray(start, end));
      start = end;
      return lines.map((body) => ({ body, headers: own }));
    });
  }

  #splitterOf(encoding: string): LineSplitter {
    const known = this.#splitters.get(encoding);
    if (known !== undefined) return known;
    const { maxLineLength: maxLength } = this.#options;
    const splitter = new LineSplitter({
      encoding,
      maxLength,
      overlong: "cut",
      carriageReturn: "remove",
      mark: "keep",
      onFault: this.#fault,
    });
    this.#splitters.set(encoding, splitter);
    return splitter;
  }

  #headersOf(path: string): Headers {
    const { headers, fileHeader, fileHeaderKey, basenameHeader, basenameHeaderKey } = this.#options;
    if (!fileHeader && !basenameHeader) return headers ?? NO_HEADERS;
    const made = new Map(headers ?? []);
    if (fileHeader) made.set(fileHeaderKey, path);
    if (basenameHeader) made.set(basenameHeaderKey, basename(path));
    return made;
  }

  #withOffset(headers: Headers, offset: number): Headers {
    return this.#options.byteOffsetHeader ? new Map([...headers, ["byteoffset", String(offset)]]) : headers;
  }
}
