/** What the files of Flume's hdfs sink have: `fileType`, `codeC`, `writeFormat` and the serializer depend on each other. */
import type { ImportContext } from "./context.ts";
import type { Described } from "./option-code.ts";
import type { Property } from "./read/properties.ts";
import { serializerCodes } from "./serializer.ts";

/** The keys that `hdfsFiles` reads. */
export const HDFS_FILE_KEYS = /^(hdfs\.(fileType|codeC|writeFormat)|serializer(\..*)?)$/;

const FILE_TYPES = ["SequenceFile", "DataStream", "CompressedStream"] as const;

/** The codecs of Flume and of Hadoop's classes, without `Codec`, by our names. */
const CODECS: Readonly<Record<string, string>> = {
  default: "deflate",
  deflate: "deflate",
  gzip: "gzip",
  bzip2: "bzip2",
  snappy: "snappy",
  lz4: "lz4",
  zstandard: "zstd",
  zstd: "zstd",
};

/** `fileType`, `codeC`, `writeFormat`, `format` and what belongs to it. */
export function hdfsFiles(context: ImportContext, described: Described): string[] {
  const fileType = fileTypeOf(context, described);
  const codec = codecOf(context, described);
  const { codeC, isOf } = agreed(context, described, fileType, codec);
  const codes = isOf === "DataStream" && !described.options.has("hdfs.fileType") ? [] : [`fileType: "${isOf}"`];
  if (codeC !== null) codes.push(`codeC: "${codeC}"`);
  const writeFormat = described.options.get("hdfs.writeFormat");
  if (isOf === "SequenceFile") {
    if (writeFormat?.value.toLowerCase() === "text") codes.push('writeFormat: "Text"');
    return codes;
  }
  if (writeFormat !== undefined) {
    const message = `\`hdfs.writeFormat = ${writeFormat.value}\` means nothing to Flume for a ${isOf}; it is left out`;
    context.findings.add("ignored", writeFormat, described.path, message);
  }
  return [...codes, ...serializerCodes(context, described, { key: "serializer", isPlain: isOf === "DataStream" })];
}

function fileTypeOf({ findings }: ImportContext, { path, options }: Described): (typeof FILE_TYPES)[number] {
  const line = options.get("hdfs.fileType");
  const found = FILE_TYPES.find((type) => type.toLowerCase() === (line?.value.toLowerCase() ?? "sequencefile"));
  if (found !== undefined) return found;
  const message = `\`hdfs.fileType = ${line!.value}\` is not one of ${FILE_TYPES.join(", ")}; Flume would write nothing, and here it is a DataStream`;
  findings.add("mended", line!, path, message);
  return "DataStream";
}

function codecOf({ findings }: ImportContext, { path, options }: Described): string | null {
  const line = options.get("hdfs.codeC");
  if (line === undefined) return null;
  const name = (line.value.split(".").at(-1) ?? "").replace(/Codec$/i, "").toLowerCase();
  const codec = CODECS[name] ?? null;
  if (codec === null) {
    const known = [...new Set(Object.values(CODECS))].join(", ");
    findings.add("changed", line, path, `\`codeC\` has ${known}, and not \`${line.value}\`; it is left out`);
  }
  return codec;
}

interface Agreed {
  readonly isOf: (typeof FILE_TYPES)[number];
  readonly codeC: string | null;
}

/** Flume refuses a DataStream with a codec, and a CompressedStream without: the sink never runs. */
function agreed(
  { findings }: ImportContext,
  { path, options }: Described,
  isOf: (typeof FILE_TYPES)[number],
  codeC: string | null,
): Agreed {
  const at = (key: string): Property => options.get(key)!;
  if (isOf === "DataStream" && codeC !== null) {
    const message = "Flume drops a sink that has a codec for a DataStream; here it is a CompressedStream";
    findings.add("mended", at("hdfs.codeC"), path, message);
    return { isOf: "CompressedStream", codeC };
  }
  if (isOf === "CompressedStream" && codeC === null) {
    if (!options.has("hdfs.codeC")) {
      const message = "Flume drops a sink that has no codec for a CompressedStream; here it is a DataStream";
      findings.add("mended", at("hdfs.fileType"), path, message);
    }
    return { isOf: "DataStream", codeC };
  }
  return { isOf, codeC };
}
