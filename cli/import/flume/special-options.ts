/** Options of sources that stand in another form here than in Flume. */
import type { ImportContext } from "./context.ts";
import { HDFS_FILE_KEYS, hdfsFiles } from "./hdfs-files.ts";
import { textLiteral } from "./literals.ts";
import type { Described } from "./option-code.ts";
import type { Property } from "./read/properties.ts";
import { partsOf, textOfParts } from "./references.ts";
import { serializerCodes } from "./serializer.ts";
import { taildirFiles } from "./taildir-files.ts";
import { isNumber } from "./values.ts";

/** Keys of Flume's that become options together, in another form. */
export interface SpecialOptions {
  /** The keys that they come from. */
  readonly keys: RegExp;
  codes(context: ImportContext, described: Described): readonly string[];
}

const SYSLOG: SpecialOptions = { keys: /^(keepFields|ports|charset\..*)$/, codes: syslogOptions };

/** By the section and the type in Flume. */
export const specialOptions: Readonly<Record<string, SpecialOptions>> = {
  "sources.taildir": { keys: /^(filegroups|headers|positionFile)(\.|$)/, codes: taildirFiles },
  "sources.spooldir": { keys: /^(trackerDir|trackingPolicy|deserializer|decodeErrorPolicy)$/, codes: spooldirOptions },
  "sources.http": { keys: /^handler(\.|$)/, codes: httpOptions },
  "sources.syslogtcp": SYSLOG,
  "sources.multiport_syslogtcp": SYSLOG,
  "sources.syslogudp": SYSLOG,
  "sinks.file_roll": { keys: /^sink\.serializer(\.|$)/, codes: fileRollOptions },
  "sinks.hdfs": { keys: HDFS_FILE_KEYS, codes: hdfsFiles },
  "channels.spillablememory": { keys: /^(memoryCapacity|overflowCapacity|capacity)$/, codes: spillableOptions },
  // Flume sends an event a request.
  "sinks.http": { keys: /^$/, codes: () => ['format: "whole"', "batchSize: 1"] },
};

/** Marks that Flume has made are found again; its folder of marks is below the one of the files. */
function spooldirOptions({ findings, params, properties }: ImportContext, { path, options }: Described): string[] {
  const codes: string[] = [];
  if (options.get("trackingPolicy")?.value.toLowerCase() === "tracker_dir") {
    const marks = options.get("trackerDir")?.value ?? ".flumespool";
    const folder = options.get("spoolDir")?.value ?? "";
    codes.push('trackingPolicy: "tracker_dir"');
    const written = marks.startsWith("/") ? marks : `${folder}/${marks}`;
    codes.push(`trackerDir: ${textOfParts(partsOf(written, properties), params)}`);
  }
  const faults = options.get("decodeErrorPolicy");
  if (faults !== undefined && faults.value.toUpperCase() !== "REPLACE") {
    const message = "bytes that are not text become U+FFFD and are counted here, as with `REPLACE`";
    findings.add("changed", faults, path, message);
  }
  const deserializer = options.get("deserializer");
  if (/BlobDeserializer/.test(deserializer?.value ?? "")) codes.push('deserializer: "blob"');
  else if (/^avro$|AvroEventDeserializer/i.test(deserializer?.value ?? "")) {
    codes.push('deserializer: "avro"');
    findings.add("changed", deserializer!, path, "each datum comes as JSON here, and without a header for its schema");
  } else if (deserializer !== undefined && deserializer.value.toLowerCase() !== "line") {
    const message = `there is no deserializer like \`${deserializer.value}\` here; the files are read line by line`;
    findings.add("changed", deserializer, path, message);
  }
  return codes;
}

/** Flume counts the events on disk alone, and here those of both parts are counted. */
function spillableOptions({ findings }: ImportContext, { path, options }: Described): string[] {
  const ignored = options.get("capacity");
  if (ignored !== undefined) {
    findings.add("changed", ignored, path, "Flume takes `overflowCapacity` and ignores `capacity`; it is left out");
  }
  const numberOf = (key: string, fallback: number): number => {
    const written = options.get(key)?.value ?? "";
    return isNumber(written) ? Number(written) : fallback;
  };
  const inMemory = numberOf("memoryCapacity", 10_000);
  return [`memoryCapacity: ${inMemory}`, `capacity: ${inMemory + numberOf("overflowCapacity", 100_000_000)}`];
}

function fileRollOptions(context: ImportContext, described: Described): string[] {
  const { path, options } = described;
  const newline = options.get("sink.serializer.appendNewline");
  if (newline?.value.toLowerCase() === "false") {
    context.findings.add("changed", newline, path, "an event is a line here, so each gets its newline");
  }
  const codes = serializerCodes(context, described, { key: "sink.serializer", isPlain: true });
  return codes.filter((code) => code !== "appendNewline: false");
}

function httpOptions({ findings }: ImportContext, { path, options }: Described): string[] {
  const handler = options.get("handler");
  const name = handler?.value ?? "org.apache.flume.source.http.JSONHandler";
  if (/BLOBHandler$/i.test(name)) return ['format: "whole"'];
  if (handler !== undefined && !/JSONHandler$/i.test(name)) {
    const message = `there is no handler like \`${name}\` here; requests are read as those of Flume's JSONHandler`;
    findings.add("changed", handler, path, message);
  }
  return [];
}

function syslogOptions(context: ImportContext, { path, options }: Described): string[] {
  const { findings } = context;
  const codes: string[] = [];
  const [first, ...more] = portsOf(context, path, options.get("ports"));
  if (first !== undefined) codes.push(`port: ${first}`);
  if (more.length > 0) codes.push(`morePorts: [${more.join(", ")}]`);
  const kept = options.get("keepFields")?.value.toLowerCase() ?? "none";
  const fields = /^(true|all)$/.test(kept) ? ["all"] : kept.split(/\s+/);
  if (!/^(none|false)$/.test(kept)) codes.push(`keepFields: [${fields.map(textLiteral).join(", ")}]`);
  for (const [key, one] of options) {
    if (key === "charset.default") codes.push(`charset: ${textLiteral(one.value)}`);
    else if (key.startsWith("charset.")) {
      findings.add("changed", one, path, `all ports have one \`charset\` here: \`${key} = ${one.value}\` is left out`);
    }
  }
  return codes;
}

/** The code of each port. */
function portsOf({ findings, params, properties }: ImportContext, path: string, line: Property | undefined): string[] {
  if (line === undefined) return [];
  return line.value.split(/\s+/).flatMap((port) => {
    const [part, ...rest] = partsOf(port, properties);
    if (typeof part === "object" && rest.length === 0) return [params.use(part, "int")];
    if (isNumber(port)) return [port];
    const message = `\`ports\` has \`${port}\`, which is not a whole number, so Flume drops the source; here it is left out`;
    findings.add("mended", line, path, message);
    return [];
  });
}
