import type { ImportContext } from "./context.ts";
import { sizeLiteral } from "./literals.ts";
import type { Described } from "./option-code.ts";
import { isNumber } from "./values.ts";

/** Where a sink has its serializer, and what it can be. */
export interface SerializerPlace {
  /** `serializer`, `sink.serializer` */
  readonly key: string;
  /** Whether files are not compressed as a whole: those of Avro compress their blocks. */
  readonly isPlain: boolean;
}

/** Flume's serializer of a sink of files as `format`, and the options of that. */
export function serializerCodes(context: ImportContext, described: Described, place: SerializerPlace): string[] {
  const { path, options } = described;
  const { key, isPlain } = place;
  const serializer = options.get(key);
  const name = (serializer?.value ?? "TEXT").toUpperCase();
  if (/(^|\.)(AVRO_EVENT|FLUMEEVENTAVROEVENTSERIALIZER(\$BUILDER)?)$/.test(name)) {
    if (isPlain) return ['format: "avroEvent"', ...avroCodes(context, described, key)];
    const message =
      "container files of Avro compress their blocks here: `compressionCodec` says how, without a `codeC`";
    context.findings.add("changed", serializer!, path, message);
    return [];
  }
  const codes = newlineCodes(described, key);
  if (name === "HEADER_AND_TEXT") return ['format: "headerAndText"', ...codes];
  if (serializer !== undefined && name !== "TEXT") {
    const message = `there is no serializer like \`${serializer.value}\` here; the bodies are written as lines of text`;
    context.findings.add("changed", serializer, path, message);
  }
  return codes;
}

function newlineCodes({ options }: Described, key: string): string[] {
  return options.get(`${key}.appendNewline`)?.value.toLowerCase() === "false" ? ["appendNewline: false"] : [];
}

function avroCodes({ findings }: ImportContext, { path, options }: Described, key: string): string[] {
  const codes: string[] = [];
  const codec = options.get(`${key}.compressionCodec`);
  const name = codec?.value.toLowerCase() ?? "null";
  if (/^(deflate|snappy|zstandard|bzip2)$/.test(name)) codes.push(`compressionCodec: "${name}"`);
  else if (codec !== undefined && name !== "null") {
    const message = `\`compressionCodec\` has deflate, snappy, zstandard and bzip2, and not \`${codec.value}\`; it is left out`;
    findings.add("changed", codec, path, message);
  }
  const interval = options.get(`${key}.syncIntervalBytes`)?.value ?? "";
  if (isNumber(interval)) codes.push(`syncIntervalBytes: ${sizeLiteral(Number(interval))}`);
  return codes;
}
