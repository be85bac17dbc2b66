/** The options of a component or interceptor, as the declaration of its counterpart wants them. */
import type { TypeNode } from "../../../grammar/ast.ts";
import type { ImportContext } from "./context.ts";
import type { FlumeKey } from "./known/flume-type.ts";
import { type LibraryOption, type LibraryPart, optionFor } from "./library.ts";
import { intLiteral, sizeLiteral } from "./literals.ts";
import { keyOf } from "./mend.ts";
import { fixedText } from "./patterns.ts";
import type { Place } from "./read/findings.ts";
import type { Property } from "./read/properties.ts";
import { partsOf, type ValuePart } from "./references.ts";
import { convert, isDefault } from "./values.ts";

/** What is to be written out of a component of Flume's. */
export interface Described {
  /** `a1.sources.r1` */
  readonly path: string;
  readonly at: Place;
  readonly options: ReadonlyMap<string, Property>;
  /** Null where Flume's keys are not known. */
  readonly keys: readonly FlumeKey[] | null;
}

/** Advice beside a key that has nothing like it here. */
const ADVICE: Readonly<Record<string, string>> = {
  dataDirs: "events are kept below the data directory of the program, or in `directory` and `directories`",
  checkpointDir: "there is no checkpoint: the log is all there is",
  "hdfs.kerberosPrincipal": "`delegationToken` shows a token that `hdfs fetchdt` has fetched",
  "hdfs.kerberosKeytab": "`delegationToken` shows a token that `hdfs fetchdt` has fetched",
  "hdfs.proxyUser": "`user` says as whom HDFS is written to",
  ipFilterRules: "`allow` has the addresses and networks that may send",
  truststore: "`tlsCa` has the certificates to trust, in PEM",
  threads: "nothing here has a pool of threads",
  "hdfs.threadsPoolSize": "`uploads` says how many batches are on their way at once",
};

/** `port: 44444`, in the order of the file, then Flume's defaults; `leaveOut` are the keys that are written elsewhere. */
export function optionCode(
  context: ImportContext,
  described: Described,
  part: LibraryPart,
  leaveOut: (key: string) => boolean,
): string[] {
  const codes = new Map<string, string>();
  for (const [key, one] of described.options) {
    const known = keyOf(described.keys, key);
    if (known === null || leaveOut(key)) continue;
    const option = optionFor(part, key);
    if (option === null) tellMissing(context, described, known, one, part);
    else addGiven(context, described, { known, one, option }, codes);
  }
  if (context.modern) switchLimitsOff(part, codes);
  else addDefaults(context, described, part, leaveOut, codes);
  return [...codes].map(([name, code]) => `${name}: ${code}`);
}

function tellMissing(
  { findings }: ImportContext,
  { path }: Described,
  { name, fallback }: FlumeKey,
  one: Property,
  part: LibraryPart,
): void {
  if (fallback?.toLowerCase() === one.value.toLowerCase()) return;
  const key = one.key.slice(path.length + 1);
  const advice = ADVICE[name] === undefined ? "" : `: ${ADVICE[name]}`;
  findings.add("changed", one, path, `\`${part.name}\` has nothing like \`${key} = ${one.value}\`${advice}`);
}

function addGiven(
  context: ImportContext,
  { path }: Described,
  { known, one, option }: { readonly known: FlumeKey; readonly one: Property; readonly option: LibraryOption },
  codes: Map<string, string>,
): void {
  const written = withFileSystem(known, partsOf(one.value, context.properties));
  const text = isRegex(option.type) ? fixedText(context, path, one, written) : null;
  if (isRegex(option.type) && text === null) return;
  const parts = text === null ? written : [text];
  const converted = convert(option, known, parts, context.params);
  if ("code" in converted) {
    codes.set(option.name, converted.code);
    if (option.type.kind === "NamedType" && option.type.name.text === "secret" && !one.value.includes("${")) {
      context.findings.add(
        "changed",
        one,
        path,
        "the secret stood in the file as plain text; it comes from the environment now",
      );
    }
    return;
  }
  const reason = "bad" in converted ? converted.bad : converted.unlike;
  context.findings.add("changed", one, path, `\`${known.name} = ${one.value}\` is left out: ${reason}`);
}

function isRegex(type: TypeNode): boolean {
  if (type.kind === "NullableType") return isRegex(type.type);
  return type.kind === "NamedType" && type.name.text === "Regex";
}

function addDefaults(
  context: ImportContext,
  { path, at, keys, options }: Described,
  part: LibraryPart,
  leaveOut: (key: string) => boolean,
  codes: Map<string, string>,
): void {
  for (const key of keys ?? []) {
    if (key.fallback === null || options.has(key.name) || leaveOut(key.name)) continue;
    const option = optionFor(part, key.name);
    if (option === null || codes.has(option.name)) continue;
    const converted = convert(option, key, [key.fallback], context.params);
    if ("code" in converted) {
      if (key.surprising || !isDefault(option.fallback, converted.code)) codes.set(option.name, converted.code);
    } else if ("unlike" in converted) {
      context.findings.add(
        "changed",
        at,
        path,
        `Flume's default is \`${key.name} = ${key.fallback}\`: ${converted.unlike}`,
      );
    }
  }
}

/** Limits that the configuration does not name go where it names another of them. */
function switchLimitsOff({ hides, options }: LibraryPart, codes: Map<string, string>): void {
  for (const one of hides.filter((hiding) => hiding.for.some((name) => codes.has(name)))) {
    for (const name of one.hides.filter((hidden) => !codes.has(hidden))) {
      const fallback = options.find((option) => option.name === name)?.fallback;
      codes.set(name, fallback?.kind === "SizeLiteral" ? sizeLiteral(0) : intLiteral(0));
    }
  }
}

/** A path of HDFS without a scheme is in the file system that Hadoop's configuration names. */
function withFileSystem({ name }: FlumeKey, parts: ValuePart[]): ValuePart[] {
  const [first] = parts;
  if (name !== "hdfs.path" || typeof first !== "string" || !first.startsWith("/")) return parts;
  const written = "fs.defaultFS of core-site.xml";
  return [{ from: "hadoop", key: "fileSystem", fallback: "hdfs://localhost:8020", written }, ...parts];
}
