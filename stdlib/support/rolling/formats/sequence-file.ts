/**
 * Hadoop's `SequenceFile`, version 6, as `org.apache.hadoop.io.SequenceFile` reads it: a header, then records, or blocks
 * of records, with a marker between them that the header has told. Keys are times and values bodies, as those of
 * Flume's HDFSWritableSerializer and HDFSTextSerializer.
 */
import type { Event } from "../../../../runtime/contract/event.ts";
import type { HadoopCodec } from "../../compression/hadoop-codec.ts";
import type { EventWriter } from "./body-bytes.ts";
import type { FileFormat, Records } from "./file-format.ts";
import { HadoopWriter } from "./hadoop-writer.ts";
import { ESCAPE } from "./sequence-marker.ts";

/** What a sequence file has, and how. */
export interface SequenceOptions<T> {
  readonly write: EventWriter<T>;
  /** Class of the values: `Writable`, BytesWritable; `Text`, Text. */
  readonly writeFormat: "Writable" | "Text";
  /** Null compresses nothing. */
  readonly codec: HadoopCodec | null;
  /** What is compressed by itself: each value, or what many records have together. */
  readonly compressionType: "record" | "block";
  /** The time of events without the header `timestamp`, in ms since 1970. */
  readonly now: () => number;
}

/** Bytes between two markers, after which Hadoop writes one, too. */
const MARKER_INTERVAL = 100 * 1024;

/** Bytes of records that make a block, before they are compressed. */
const BLOCK = 1_000_000;

/** A key is a LongWritable. */
const KEY = 8;

/** Files of events as records: their times as keys, their bodies as values. */
export function sequenceFormat<T>(options: SequenceOptions<T>): FileFormat<T> {
  const isOfBlocks = options.codec !== null && options.compressionType === "block";
  return {
    extension: options.codec?.extension ?? "",
    records: (marker, isNew) => {
      const head = isNew ? header(options, marker) : null;
      return isOfBlocks ? new Blocks(options, marker, head) : new SingleRecords(options, marker, head);
    },
    compress: null,
    grain: "sequence",
  };
}

function header<T>({ writeFormat, codec, compressionType }: SequenceOptions<T>, marker: Uint8Array): Buffer {
  const out = new HadoopWriter();
  out.utf8("SEQ");
  out.copy(Uint8Array.of(6));
  out.text("org.apache.hadoop.io.LongWritable");
  out.text(`org.apache.hadoop.io.${writeFormat === "Text" ? "Text" : "BytesWritable"}`);
  out.bool(codec !== null);
  out.bool(codec !== null && compressionType === "block");
  if (codec !== null) out.text(`org.apache.hadoop.io.compress.${codec.className}`);
  // No metadata.
  out.int(0);
  out.copy(marker);
  return Buffer.from(out.written());
}

/** The header `timestamp`, as Flume takes it, or the time of writing. Throws for one that is not a number. */
function keyOf<T>({ headers }: Event<T>, { now }: SequenceOptions<T>): number {
  const text = headers.get("timestamp");
  if (text === undefined) return now();
  if (!/^-?\d{1,15}$/.test(text)) throw new Error(`the header \`timestamp\` is "${text}", not a time in milliseconds`);
  return Number(text);
}

function putValue(out: HadoopWriter, body: string | Uint8Array, writeFormat: "Writable" | "Text"): void {
  if (writeFormat === "Text") out.text(body);
  else out.bytes(body);
}

/** What a batch adds to one file, behind the header where that is new. */
abstract class SequenceRecords<T> implements Records<T> {
  protected readonly options: SequenceOptions<T>;
  protected readonly marker: Uint8Array;
  /** Null where the file has a part already. */
  protected readonly head: Buffer | null;

  constructor(options: SequenceOptions<T>, marker: Uint8Array, head: Buffer | null) {
    this.options = options;
    this.marker = marker;
    this.head = head;
  }

  add(event: Event<T>): string | Uint8Array {
    const body = this.options.write(event);
    this.put(keyOf(event, this.options), body);
    return body;
  }

  async *pieces(): AsyncIterable<Uint8Array> {
    if (this.head !== null) yield this.head;
    yield* this.parts();
  }

  protected abstract put(key: number, body: string | Uint8Array): void;

  /** What follows the header. */
  protected abstract parts(): AsyncIterable<Uint8Array>;
}

/** Records one by one, their values compressed where there is a codec. */
class SingleRecords<T> extends SequenceRecords<T> {
  readonly #values = new HadoopWriter();
  readonly #keys: number[] = [];
  /** Where each value ends. */
  readonly #ends: number[] = [];

  protected put(key: number, body: string | Uint8Array): void {
    putValue(this.#values, body, this.options.writeFormat);
    this.#keys.push(key);
    this.#ends.push(this.#values.position);
  }

  protected async *parts(): AsyncIterable<Uint8Array> {
    const { codec } = this.options;
    const values = this.#values.written();
    let start = 0;
    for (let index = 0; index < this.#keys.length; ) {
      const out = new HadoopWriter();
      // Behind the header is a marker already.
      if (index > 0 || this.head === null) putMarker(out, this.marker);
      for (; index < this.#keys.length && out.position < MARKER_INTERVAL; index++) {
        const end = this.#ends[index]!;
        const plain = values.subarray(start, end);
        const value = codec === null ? plain : await codec.compress(plain);
        out.int(KEY + value.length);
        out.int(KEY);
        out.long(this.#keys[index]!);
        out.copy(value);
        start = end;
      }
      yield out.written();
    }
  }
}

/** Records by the block: lengths of keys, keys, lengths of values and values, each compressed as a whole. */
class Blocks<T> extends SequenceRecords<T> {
  readonly #blocks: Block[] = [];

  protected put(key: number, body: string | Uint8Array): void {
    let block = this.#blocks.at(-1);
    if (block === undefined || block.values.position >= BLOCK) {
      block = { keys: new HadoopWriter(), lengths: new HadoopWriter(), values: new HadoopWriter(), count: 0 };
      this.#blocks.push(block);
    }
    const start = block.values.position;
    putValue(block.values, body, this.options.writeFormat);
    block.lengths.vint(block.values.position - start);
    block.keys.long(key);
    block.count += 1;
  }

  protected async *parts(): AsyncIterable<Uint8Array> {
    const codec = this.options.codec!;
    for (const { keys, lengths, values, count } of this.#blocks) {
      const out = new HadoopWriter();
      putMarker(out, this.marker);
      out.vint(count);
      for (const part of [Buffer.alloc(count, KEY), keys.written(), lengths.written(), values.written()]) {
        const packed = await codec.compress(part);
        out.vint(packed.length);
        out.copy(packed);
      }
      yield out.written();
    }
  }
}

interface Block {
  readonly keys: HadoopWriter;
  /** Of the values. */
  readonly lengths: HadoopWriter;
  readonly values: HadoopWriter;
  count: number;
}

function putMarker(out: HadoopWriter, marker: Uint8Array): void {
  out.int(ESCAPE);
  out.copy(marker);
}
