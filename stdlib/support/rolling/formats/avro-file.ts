/** Avro's object container files: a header with the schema and a marker, then blocks that each end with the marker. */

import type { Event } from "../../../../runtime/contract/event.ts";
import type { Schema } from "../../../../runtime/contract/schema.ts";
import { avroEncoder } from "../../avro/avro-encoder.ts";
import { avroSchemaOf } from "../../avro/avro-schema.ts";
import { AvroWriter } from "../../avro/avro-writer.ts";
import { writeEvent } from "../../avro/flume-event.ts";
import type { AvroCodec } from "../../compression/avro-codec.ts";
import type { EventWriter } from "./body-bytes.ts";
import type { FileFormat, Records } from "./file-format.ts";

/** How an event becomes a datum of a file. */
export interface AvroContent<T> {
  /** Avro's schema as JSON. */
  readonly schema: string;
  write(writer: AvroWriter, event: Event<T>): void;
}

/** How blocks are made. */
export interface AvroBlocks {
  /** Null compresses nothing. */
  readonly codec: AvroCodec | null;
  /** Bytes of a block before it is compressed; each batch ends one, too. */
  readonly interval: number;
}

/** Bodies of a type, under its schema. Throws an Error where Avro has none for it. */
export function avroBodies<T>(element: Schema): AvroContent<T> {
  const encode = avroEncoder(element);
  return {
    schema: JSON.stringify(avroSchemaOf(element, "Event")),
    write: (writer, { body }) => encode(writer, body),
  };
}

/** Headers and bodies, under the schema of Flume's FlumeEventAvroEventSerializer. */
export function avroEvents<T>(write: EventWriter<T>): AvroContent<T> {
  const headers = { name: "headers", type: { type: "map", values: "string" } };
  return {
    schema: JSON.stringify({ type: "record", name: "Event", fields: [headers, { name: "body", type: "bytes" }] }),
    write: (writer, event) => writeEvent(writer, event, () => write(event)),
  };
}

/** Container files of such content. */
export function avroFormat<T>(content: AvroContent<T>, blocks: AvroBlocks): FileFormat<T> {
  return {
    extension: ".avro",
    records: (marker, isNew) => new Container(content, blocks, marker, isNew),
    compress: null,
    grain: "container",
  };
}

interface Block {
  readonly writer: AvroWriter;
  count: number;
}

class Container<T> implements Records<T> {
  readonly #content: AvroContent<T>;
  readonly #settings: AvroBlocks;
  readonly #marker: Uint8Array;
  readonly #isNew: boolean;
  readonly #blocks: Block[] = [];

  constructor(content: AvroContent<T>, settings: AvroBlocks, marker: Uint8Array, isNew: boolean) {
    this.#content = content;
    this.#settings = settings;
    this.#marker = marker;
    this.#isNew = isNew;
  }

  add(event: Event<T>): Uint8Array {
    let block = this.#blocks.at(-1);
    if (block === undefined || block.writer.position >= this.#settings.interval) {
      block = { writer: new AvroWriter(), count: 0 };
      this.#blocks.push(block);
    }
    const start = block.writer.position;
    try {
      this.#content.write(block.writer, event);
    } catch (error) {
      block.writer.cut(start);
      throw error;
    }
    block.count += 1;
    return block.writer.written().subarray(start);
  }

  async *pieces(): AsyncIterable<Uint8Array> {
    if (this.#isNew) yield this.#header();
    for (const { writer, count } of this.#blocks) {
      if (count === 0) continue;
      const bytes = writer.written();
      const packed = (await this.#settings.codec?.compress(bytes)) ?? bytes;
      yield new AvroWriter(packed.length + 64).long(count).bytes(packed).fixed(this.#marker).written();
    }
  }

  #header(): Buffer {
    const out = new AvroWriter().fixed(Buffer.from("Obj\x01"));
    out
      .long(2)
      .string("avro.codec")
      .string(this.#settings.codec?.name ?? "null");
    return out.string("avro.schema").string(this.#content.schema).long(0).fixed(this.#marker).written();
  }
}
