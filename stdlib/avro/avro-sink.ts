import { encoderOf, jsonText } from "../../runtime/codec/json-encode.ts";
import type { Context, Declared } from "../../runtime/contract/context.ts";
import type { Sink } from "../../runtime/contract/sink.ts";
import { readTlsFiles } from "../support/tls-files.ts";
import { type AvroOptions, avroDefaults } from "./avro-sink.options.ts";
import { AvroClient, type AvroClientOptions } from "./client.ts";

/** See `avro-sink.flow`. */
export function avro<T>(options: AvroOptions, declared: Declared): Sink<T> {
  const settings = { ...avroDefaults, ...options };
  const { element } = declared;
  const isPlain = element.kind === "string" || element.kind === "bytes";
  const bytesOf = isPlain ? (body: T) => body as string | Uint8Array : jsonText(encoderOf(declared));
  let context: Context;
  let clientOptions: AvroClientOptions;
  let client: AvroClient<T> | null = null;
  return {
    batchSize: settings.batchSize,
    async open(given) {
      context = given;
      clientOptions = { ...settings, tls: settings.tls ? await readTlsFiles(settings, declared) : null };
    },
    async write(events) {
      // A connection on which something failed is not used again: an answer could come late.
      if (client?.isBroken !== false) {
        client?.close();
        client = null;
        client = await AvroClient.connect<T>(clientOptions, context.clock, bytesOf);
      }
      const written = await client.append(events);
      context.tally?.("bytes", written);
    },
    async close() {
      client?.close();
    },
  };
}
