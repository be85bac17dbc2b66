import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Output } from "../../../compiler/4-emit/emit.ts";
import { type CompileOptions, compile, createCache } from "../../../compiler/compile.ts";
import { memoryHost } from "../../support/memory-host.ts";

const cache = createCache();

/** The TypeScript of a program of these files (by absolute path); the first is the entry. It must have no errors. */
export async function emitted(
  files: Readonly<Record<string, string>>,
  purpose: CompileOptions["purpose"] = "run",
): Promise<Output> {
  const entry = Object.keys(files)[0] ?? "";
  const { analysis, output } = await compile(memoryHost(files), entry, { cache, purpose });
  const errors = analysis.diagnostics.filter((one) => one.severity === "error");
  assert.deepEqual(
    errors.map((one) => `${one.file} ${one.span.start}: ${one.code} ${one.message}. ${one.help}`),
    [],
  );
  assert.ok(output);
  return output;
}

/** The same of one file without the parts that every program has: only what stands between imports and `run`. */
export async function emittedBody(text: string): Promise<string> {
  const { typescript } = await emitted({ "/p/input.flow": text });
  const from = typescript.search(/^(?!import |\s|\}|$)/m);
  return typescript.slice(typescript.indexOf("\n\n") < from ? from : 0, typescript.lastIndexOf("\nawait ")).trim();
}

/** The `.flow` files below a folder, by absolute path, `input.flow` first. */
export function flowFiles(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".flow"));
  const ordered = ["input.flow", ...names.filter((name) => name !== "input.flow").sort()];
  return Object.fromEntries(ordered.map((name) => [join(folder, name), readFileSync(join(folder, name), "utf8")]));
}
