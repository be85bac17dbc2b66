import type { Declared } from "../../runtime/contract/context.ts";
import type { Sink } from "../../runtime/contract/sink.ts";
import { avroCodecs } from "../support/compression/avro-codec.ts";
import { hadoopCodecs } from "../support/compression/hadoop-codec.ts";
import { avroBodies, avroEvents, avroFormat } from "../support/rolling/formats/avro-file.ts";
import { eventWriter } from "../support/rolling/formats/event-writer.ts";
import type { FileFormat } from "../support/rolling/formats/file-format.ts";
import { textFormat } from "../support/rolling/formats/text-format.ts";
import { type FilesOptions, filesDefaults } from "./files.options.ts";
import { FilesSink } from "./files-sink.ts";
import { type LineFormat, lineBatches } from "./line-batches.ts";
import { packedBatches } from "./packed-batches.ts";

type Settings = Required<FilesOptions>;

/** Files in a directory, with the names of Flume 1.11's file_roll sink; see files.flow. */
export function files<T>(options: FilesOptions, declared: Declared): Sink<T> {
  const settings = { ...filesDefaults, ...options };
  const format = packedFormat<T>(settings, declared);
  if (format === null) return linesInFiles(options, declared);
  return new FilesSink(settings, declared, packedBatches(format));
}

/** `files` for lines that are not compressed: some codecs are larger than all else in a program. */
export function linesInFiles<T>(options: FilesOptions, declared: Declared): Sink<T> {
  const settings = { ...filesDefaults, ...options };
  // `files` takes no other.
  const format = settings.format as LineFormat;
  return new FilesSink(settings, declared, lineBatches<T>(format, declared));
}

/** Null for lines as they are. */
function packedFormat<T>(settings: Settings, declared: Declared): FileFormat<T> | null {
  const { format, codeC, compressionCodec, syncIntervalBytes: interval } = settings;
  const codec = compressionCodec === null ? null : avroCodecs[compressionCodec];
  switch (format) {
    case "avro":
      return avroFormat(avroBodies<T>(declared.element), { codec, interval });
    case "avroEvent":
      return avroFormat(avroEvents(eventWriter<T>(declared, "text")), { codec, interval });
    case "event":
      return null;
    default:
      return codeC === null ? null : textFormat(eventWriter<T>(declared, format), true, hadoopCodecs[codeC]);
  }
}
