import { analyse, type CompilerCache, compile } from "../../compiler/compile.ts";
import type { Checked } from "../../compiler/model/checked.ts";
import type { Host } from "../../compiler/model/host.ts";
import { show } from "../../compiler/model/types/show.ts";
import type { Type } from "../../compiler/model/types/type.ts";
import type { Span } from "../../grammar/ast.ts";
import type { Diagnostic } from "../../grammar/diagnostic.ts";
import { scan } from "../../grammar/scan/scan.ts";
import { hostWithFile } from "../disk-host.ts";
import { externReading } from "../extern-reading.ts";
import { startBundler } from "../program/bundle.ts";
import { importProgram } from "../program/import-program.ts";

/** What stands around an expression: its declarations can be used in it. */
export interface Surroundings {
  /** Absolute path of a `.flow` file, which need not be there: what the text imports is found from it. */
  readonly path: string;
  readonly text: string;
  /** Values of params, `name=value`. */
  readonly settings: readonly string[];
}

/** An expression that can be evaluated any number of times. */
export interface Evaluation {
  /** Type of its value as the language writes it: `int!`. */
  readonly type: string;
  /** Whether it mentions `line`. */
  readonly usesLine: boolean;
  /** Its value: a string as it is, anything else as JSON; or why it has none. */
  of(line: string): { readonly text: string } | { readonly failure: string };
}

/** An expression of the command line, compiled, or what is wrong with it. */
export interface CompiledExpression {
  /** Null where something is wrong: `diagnostics` say what, or a module of the user's own, which was shown. */
  readonly evaluation: Evaluation | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** The file that diagnostics about the expression name. */
export const EXPRESSION = "<expression>";

/** Compiles `expression`, in which `line` is a string. */
export async function compileExpression(
  host: Host,
  cache: CompilerCache,
  expression: string,
  { path, text, settings }: Surroundings,
): Promise<CompiledExpression> {
  startBundler();
  const before = `${text}\nfn evaluated(line: string) =\n`;
  const span = { start: before.length, end: before.length + expression.length };
  const declared = `${before}${expression}\n`;

  const alone = analyse(hostWithFile(host, path, declared), path, cache);
  if (!alone.ok) return { evaluation: null, diagnostics: ofExpression(alone.diagnostics, path, span) };
  const type = resultOf(alone.checked, "evaluated");
  const program = hostWithFile(host, path, declared + functionOfText(type));
  const { analysis, output } = await compile(program, path, { cache, externs: externReading(), purpose: "functions" });
  const diagnostics = ofExpression(analysis.diagnostics, path, span);
  const module = output === null ? null : await importProgram(output, path, settings);
  if (module === null) return { evaluation: null, diagnostics };
  const textOf = module["evaluatedText"] as (line: string) => string | { readonly reason: string };
  const usesLine = scan(expression).tokens.some(({ image }) => image === "line");
  return { evaluation: { type: show(type), usesLine, of: (line) => evaluate(textOf, line) }, diagnostics };
}

function evaluate(
  textOf: (line: string) => string | { readonly reason: string },
  line: string,
): ReturnType<Evaluation["of"]> {
  try {
    const value = textOf(line);
    return typeof value === "string" ? { text: value } : { failure: value.reason };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}

/** The function that gives the text of the value, which has `type`. */
function functionOfText(type: Type): string {
  const [result, value, certain] =
    type.kind === "fallible" ? ["string!", "try evaluated(line)", type.type] : ["string", "evaluated(line)", type];
  return `fn evaluatedText(line: string): ${result} = ${certain.kind === "string" ? value : `toJson(${value})`}\n`;
}

function resultOf({ entry, types }: Checked, name: string): Type {
  const decl = entry.tree.declarations.find((each) => each.kind === "FnDecl" && each.name.text === name);
  const type = decl === undefined ? undefined : types.get(decl);
  if (type?.kind !== "function") throw new Error(`the function ${name} has no type`);
  return type.result;
}

/** Diagnostics of the expression by its own offsets, and the errors of what stands around it. */
function ofExpression(diagnostics: readonly Diagnostic[], path: string, { start, end }: Span): readonly Diagnostic[] {
  const within = (offset: number) => Math.min(Math.max(offset, start), end) - start;
  const moved = (span: Span): Span => ({ start: within(span.start), end: within(span.end) });
  return diagnostics.flatMap((one) => {
    // The function around the expression begins just before it.
    if (one.file !== path || one.span.end < start) return one.severity === "error" ? [one] : [];
    const labels = (one.labels ?? []).filter((label) => (label.file ?? path) !== path || label.span.start >= start);
    return [
      {
        ...one,
        file: EXPRESSION,
        span: moved(one.span),
        labels: labels.map((label) => ((label.file ?? path) === path ? { ...label, span: moved(label.span) } : label)),
        fixes: [],
      },
    ];
  });
}
