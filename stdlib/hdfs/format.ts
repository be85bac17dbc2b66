import type { Declared } from "../../runtime/contract/context.ts";
import { avroBodies, avroEvents, avroFormat } from "../support/rolling/formats/avro-file.ts";
import { eventWriter } from "../support/rolling/formats/event-writer.ts";
import type { FileFormat } from "../support/rolling/formats/file-format.ts";
import { sequenceFormat } from "../support/rolling/formats/sequence-file.ts";
import { textFormat } from "../support/rolling/formats/text-format.ts";
import type { codecs } from "./codecs.ts";
import type { HdfsOptions } from "./hdfs.options.ts";

/** Options that say what files have. */
type FormatSettings = Pick<
  Required<HdfsOptions<never>>,
  | "fileType"
  | "codeC"
  | "format"
  | "writeFormat"
  | "compressionType"
  | "compressionCodec"
  | "syncIntervalBytes"
  | "appendNewline"
>;

/** Everything that files can be compressed with. */
export type Codecs = typeof codecs;

/** What files are made of. `now` is the time of events that have none, in ms. Throws an Error for options that disagree. */
export function formatOf<T>(
  settings: FormatSettings,
  declared: Declared,
  codecs: Codecs | null,
  now: () => number,
): FileFormat<T> {
  const { fileType, codeC, format, writeFormat, compressionType, compressionCodec, appendNewline } = settings;
  const isContainer = format === "avro" || format === "avroEvent";
  if (fileType === "CompressedStream" ? codeC === null : fileType === "DataStream" && codeC !== null) {
    throw new Error(
      `fileType is ${fileType}, codeC is ${codeC}; a CompressedStream has a codec, a DataStream has none`,
    );
  }
  if (isContainer && fileType !== "DataStream") {
    throw new Error(`format is ${format}, fileType is ${fileType}; container files of Avro are a DataStream`);
  }
  if (!isContainer && compressionCodec !== null) {
    throw new Error(
      `compressionCodec is ${compressionCodec}, format is ${format}; it compresses "avro" and "avroEvent"`,
    );
  }
  if (isContainer) {
    const codec = compressionCodec === null ? null : codecs!.avro[compressionCodec];
    const blocks = { codec, interval: settings.syncIntervalBytes };
    const content = format === "avro" ? avroBodies<T>(declared.element) : avroEvents(eventWriter<T>(declared, "text"));
    return avroFormat(content, blocks);
  }
  const write = eventWriter<T>(declared, format);
  const codec = codeC === null ? null : codecs!.hadoop[codeC];
  if (fileType !== "SequenceFile") return textFormat(write, appendNewline, codec);
  return sequenceFormat({ write, writeFormat, codec, compressionType, now });
}
