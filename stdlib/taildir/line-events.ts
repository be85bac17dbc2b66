import { basename } from "node:path";
import type { Context } from "../../runtime/contract/context.ts";
import { type Event, type Headers, NO_HEADERS } from "../../runtime/contract/event.ts";
import { type LineFaults, lineFaults } from "../support/framing/line-faults.ts";
import { LineSplitter } from "../support/framing/line-splitter.ts";
import { recordFaults } from "../support/framing/record-faults.ts";
import { joins, RecordJoiner } from "../support/framing/record-joiner.ts";
import { type FilePattern, filePattern, isPathOf } from "./file-pattern.ts";
import type { Region } from "./followed-file.ts";
import type { TaildirOptions } from "./taildir.options.ts";

type LineOptions = Required<
  Pick<
    TaildirOptions,
    | "headers"
    | "groupHeaders"
    | "fileHeader"
    | "fileHeaderKey"
    | "basenameHeader"
    | "basenameHeaderKey"
    | "byteOffsetHeader"
    | "maxLineLength"
    | "recordStart"
    | "records"
    | "maxRecordLines"
    | "maxRecordSize"
  >
>;

/** A file by its path, and by the one under which it was last one of those to follow. */
interface Named {
  readonly path: string;
  readonly named: string;
}

/** Events for one put, and the part of the region that is safe with them and those before; null for none of it. */
export interface Batch {
  readonly events: readonly Event<string>[];
  readonly passed: Region | null;
}

/** Makes events of the lines of files, or of the records that these are joined to. */
export class LineEvents {
  readonly #options: LineOptions;
  readonly #context: Context;
  readonly #faults: LineFaults;
  readonly #groups: readonly { readonly pattern: FilePattern; readonly headers: ReadonlyMap<string, string> }[];
  /** By encoding: a file that says its own by a byte order mark may have another one than the others. */
  readonly #splitters = new Map<string, LineSplitter>();

  constructor(options: LineOptions, context: Context) {
    this.#options = options;
    this.#groups = [...(options.groupHeaders ?? [])].map(([text, headers]) => ({
      pattern: filePattern(text),
      headers,
    }));
    this.#context = context;
    this.#faults = lineFaults(context, {});
  }

  /** Several lines make one event. */
  get joins(): boolean {
    return joins(this.#options);
  }

  /** Batches of at most `size` events. Of records only whole ones, unless the lines are the `last` ones. */
  batches(region: Region, file: Named, size: number, last: boolean): Iterable<Batch> {
    return this.joins ? this.#recordBatches(region, file, size, last) : this.#lineBatches(region, file, size);
  }

  *#lineBatches(region: Region, file: Named, size: number): Generator<Batch> {
    const { ends } = region;
    for (let first = 0; first < ends.length; first += size) {
      const passed = partOf(region, first, Math.min(first + size, ends.length));
      yield { events: this.#eventsOf(passed, file), passed };
    }
  }

  *#recordBatches(region: Region, file: Named, size: number, last: boolean): Generator<Batch> {
    const joiner = new RecordJoiner(this.#options, recordFaults(this.#context));
    const { bytes, offset, ends } = region;
    const startOf = (line: number) => (line === 0 ? 0 : ends[line - 1]!);
    for (const [index, end] of ends.entries()) {
      const isOpen = region.open !== null && index === ends.length - 1;
      joiner.push(this.#textOf(bytes.subarray(startOf(index), end), region, isOpen));
    }
    const records = [...joiner.take(), ...(last ? joiner.flush() : [])];
    // One that is mixed with another waits for it: the position could not be put between them.
    while (records.length > 0 && records.at(-1)!.safe === (records.at(-2)?.safe ?? 0)) records.pop();
    const headers = this.#headersOf(file);
    let safe = 0;
    for (let start = 0; start < records.length; start += size) {
      const some = records.slice(start, start + size);
      const events = some.map(({ text, first }) => {
        return { body: text, headers: this.#withOffset(headers, offset + startOf(first)) };
      });
      const next = some.at(-1)!.safe;
      yield { events, passed: next > safe ? partOf(region, safe, next) : null };
      safe = next;
    }
  }

  #eventsOf(region: Region, file: Named): Event<string>[] {
    const { bytes, offset, ends, open } = region;
    const headers = this.#headersOf(file);
    if (open !== null) return [{ body: this.#textOf(bytes, region, true), headers: this.#withOffset(headers, offset) }];
    const splitter = this.#splitterOf(region.encoding);
    if (!this.#options.byteOffsetHeader) return splitter.push(bytes).map((body) => ({ body, headers }));
    let start = 0;
    return ends.flatMap((end) => {
      const own = this.#withOffset(headers, offset + start);
      const lines = splitter.push(bytes.subarray(start, end));
      start = end;
      return lines.map((body) => ({ body, headers: own }));
    });
  }

  /** The text of one line, which may be longer than allowed. */
  #textOf(bytes: Buffer, { open, encoding }: Region, isOpen: boolean): string {
    const splitter = this.#splitterOf(encoding);
    if (!isOpen) return splitter.push(bytes).join("");
    if (open === "tooLong") this.#faults("longLines", 1);
    else this.#context.count("unfinishedLines");
    return [...splitter.push(bytes), splitter.end() ?? ""].join("");
  }

  #splitterOf(encoding: string): LineSplitter {
    const known = this.#splitters.get(encoding);
    if (known !== undefined) return known;
    const splitter = new LineSplitter({
      encoding,
      maxLength: this.#options.maxLineLength,
      overlong: "cut",
      carriageReturn: "remove",
      mark: "keep",
      onFault: this.#faults,
    });
    this.#splitters.set(encoding, splitter);
    return splitter;
  }

  #headersOf({ path, named }: Named): Headers {
    const { headers, fileHeader, fileHeaderKey, basenameHeader, basenameHeaderKey } = this.#options;
    const group = this.#groups.find(({ pattern }) => isPathOf(pattern, named));
    if (!fileHeader && !basenameHeader && group === undefined) return headers ?? NO_HEADERS;
    const made = new Map([...(headers ?? []), ...(group?.headers ?? [])]);
    if (fileHeader) made.set(fileHeaderKey, path);
    if (basenameHeader) made.set(basenameHeaderKey, basename(path));
    return made;
  }

  #withOffset(headers: Headers, offset: number): Headers {
    return this.#options.byteOffsetHeader ? new Map([...headers, ["byteoffset", String(offset)]]) : headers;
  }
}

/** The lines from number `from` to before number `to`. */
function partOf(region: Region, from: number, to: number): Region {
  const { bytes, offset, ends } = region;
  const start = from === 0 ? 0 : ends[from - 1]!;
  return {
    ...region,
    bytes: bytes.subarray(start, ends[to - 1]),
    offset: offset + start,
    ends: ends.slice(from, to).map((end) => end - start),
    open: to === ends.length ? region.open : null,
  };
}
