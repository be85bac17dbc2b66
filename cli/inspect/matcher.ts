import { compile } from "../../compiler/compile.ts";
import { show } from "../../compiler/model/types/show.ts";
import type { Type } from "../../compiler/model/types/type.ts";
import type { Diagnostic } from "../../grammar/diagnostic.ts";
import { diskHost, hostWithFile } from "../disk-host.ts";
import { externReading } from "../extern-reading.ts";
import { importProgram } from "../program/import-program.ts";
import { printFrames } from "../report.ts";
import { parsedStandardLibrary } from "../standard-library.ts";

/** Whether an event is wanted: the JSON of its body, and its headers. */
export type Matcher = (body: string, headers: ReadonlyMap<string, string>) => boolean;

/** The code of a name that nothing declares. */
const UNKNOWN_NAME = "FLOW2001";

const NAMES = 'The event is `e`: its body is `e.body`, and a header is `e.headers["name"]`.';

/** What diagnostics about the condition name. */
const CONDITION = "<where>";

/**
 * The condition `text` over an event `e` whose body has `type`, with all that the program at `entry` declares. Null where
 * it is wrong, which has been shown then. An event at which it fails is not wanted.
 */
export async function compileMatcher(entry: string, text: string, type: Type): Promise<Matcher | null> {
  const disk = diskHost();
  const head = `${disk.read(entry) ?? ""}
fn wanted(bodyAsJson: string, headersByName: Map<string, string>): bool! {
  let e = { body: try parseJson<${show(type)}>(bodyAsJson), headers: headersByName }
  return (
`;
  const host = hostWithFile(disk, entry, `${head}${text}\n)\n}\n`);
  const cache = parsedStandardLibrary(disk);
  const compiled = await compile(host, entry, { cache, externs: externReading(), purpose: "functions" });
  if (compiled.output === null) {
    const about = aboutCondition(compiled.analysis.diagnostics, entry, { start: head.length, length: text.length });
    printFrames(about, { ...host, read: (path) => (path === CONDITION ? text : host.read(path)) });
    return null;
  }
  const module = await importProgram(compiled.output, entry, []);
  if (module === null) return null;
  const wanted = module["wanted"] as (...parts: Parameters<Matcher>) => unknown;
  return (body, headers) => {
    try {
      return wanted(body, headers) === true;
    } catch {
      return false;
    }
  };
}

/** Errors by the condition's own offsets; those of what was written around it stand at its beginning. */
function aboutCondition(
  diagnostics: readonly Diagnostic[],
  entry: string,
  { start, length }: { readonly start: number; readonly length: number },
): Diagnostic[] {
  const within = (offset: number) => Math.min(Math.max(offset - start, 0), length);
  return diagnostics
    .filter(({ severity }) => severity === "error")
    .map((one) =>
      one.file !== entry || one.span.end < start - 100
        ? one
        : {
            ...one,
            file: CONDITION,
            span: { start: within(one.span.start), end: within(one.span.end) },
            labels: [],
            fixes: [],
            ...(one.code === UNKNOWN_NAME ? { help: NAMES } : {}),
          },
    );
}
