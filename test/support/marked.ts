/** Sources with a cursor drawn into them, for tests of the editor. */
import assert from "node:assert/strict";
import { type Analysis, analyse, createCache } from "../../compiler/compile.ts";
import { type Completions, complete } from "../../editor/server/completion.ts";
import { hover } from "../../editor/server/hover.ts";
import type { Span } from "../../grammar/ast.ts";
import { memoryHost } from "./memory-host.ts";

/** The cursor: no token of the language. */
const CURSOR = "┆";

/** The standard library is parsed once for all tests. */
const cache = createCache();

/** Path of the file that a marked source stands for. */
export const MARKED_FILE = "/marked.flow";

export interface Marked {
  readonly text: string;
  /** Where the cursor is, or the first of several. */
  readonly offset: number;
  /** From the first cursor to the last. */
  readonly span: Span;
  readonly analysis: Analysis;
  /** Text of a file of the program or of the standard library. */
  read(path: string): string;
  /** Analyses another file, with what this one knows. */
  open(path: string): Analysis;
}

/** Analyses a source with one cursor in it, or with two around a selection; `others` are more files by path. */
export function marked(source: string, others: Readonly<Record<string, string>> = {}): Marked {
  const parts = source.split(CURSOR);
  assert.ok(parts.length > 1, `no ${CURSOR} in ${JSON.stringify(source)}`);
  const text = parts.join("");
  const offset = parts[0]?.length ?? 0;
  const end = text.length - (parts.at(-1)?.length ?? 0);
  const host = memoryHost({ ...others, [MARKED_FILE]: text });
  return {
    text,
    offset,
    span: { start: offset, end },
    analysis: analyse(host, MARKED_FILE, cache),
    read: (path) => host.read(path) ?? "",
    open: (path) => analyse(host, path, cache),
  };
}

export interface ExpectedCompletion {
  /** Labels that must be offered. */
  readonly has?: readonly string[];
  /** Labels that must not be. */
  readonly hasNot?: readonly string[];
  /** All labels, in the order shown. */
  readonly is?: readonly string[];
  /** What stands first. */
  readonly first?: string;
}

/** Labels in the order in which an editor shows them. */
export function labelsOf({ items }: Completions): string[] {
  return [...items].sort((a, b) => a.rank - b.rank || (a.label < b.label ? -1 : 1)).map(({ label }) => label);
}

export function expectCompletion(source: string, expected: ExpectedCompletion, others?: Record<string, string>): void {
  const { analysis, offset } = marked(source, others);
  const labels = labelsOf(complete(analysis, offset));
  const said = `offered: ${labels.join(" ")}`;
  for (const label of expected.has ?? []) assert.ok(labels.includes(label), `${label} is not ${said}`);
  for (const label of expected.hasNot ?? []) assert.ok(!labels.includes(label), `${label} is ${said}`);
  if (expected.is !== undefined) assert.deepEqual(labels, expected.is);
  if (expected.first !== undefined) assert.equal(labels[0], expected.first, said);
}

/** The hover at the cursor has this piece of the language, and this somewhere in its text; null for no hover. */
export function expectHover(source: string, code: string | null, text?: RegExp): void {
  const { analysis, offset } = marked(source);
  const found = hover(analysis, offset);
  assert.equal(found?.code ?? null, code);
  if (text !== undefined) assert.match(found?.text.join("\n") ?? "", text);
}
