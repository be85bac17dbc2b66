import { writeFileSync } from "node:fs";
import { applyEdits } from "../../grammar/apply-edits.ts";
import type { ExpectStmt } from "../../grammar/ast.ts";
import type { TextEdit } from "../../grammar/diagnostic.ts";
import { format } from "../../grammar/format.ts";
import { parse } from "../../grammar/parse.ts";
import type { FileTests, TestFailure, TestResult } from "./run-tests.ts";

/** What became of each expectation that failed: the text now in the file, or why it was left alone. */
export type Update = ReadonlyMap<TestFailure, { readonly text: string } | { readonly why: string }>;

/**
 * Writes what was observed in the place of what was expected, laid out as `sluice fmt` would; the rest of the file
 * stays as it is.
 */
export function updateTests(file: FileTests): Update {
  const { text, update } = updatedText(file);
  if (text !== file.unit.text) writeFileSync(file.unit.path, text);
  return update;
}

/** The text of the file with what was observed in the place of what was expected. */
export function updatedText(file: FileTests): { readonly text: string; readonly update: Update } {
  const update = new Map<TestFailure, { text: string } | { why: string }>();
  const edits: TextEdit[] = [];
  for (const result of file.results) {
    for (const failure of result.failures) {
      const outcome = replacement(file, result, failure);
      update.set(failure, "edit" in outcome ? { text: outcome.edit.text } : outcome);
      if ("edit" in outcome) edits.push(outcome.edit);
    }
  }
  const { text } = file.unit;
  return { text: edits.length > 0 ? applyEdits(text, edits) : text, update };
}

function replacement(
  { unit, tests }: FileTests,
  result: TestResult,
  { member, observed }: TestFailure,
): { readonly edit: TextEdit } | { readonly why: string } {
  if (result.failures.some((one) => one.member === null)) return { why: "the program failed in this test" };
  const statement = tests[result.test]?.members[member ?? -1];
  if (statement?.kind === "ExpectFailureStmt") return { why: "a failure is expected on purpose" };
  if (statement?.kind !== "ExpectStmt" || observed === null) return { why: "it is not an expectation" };
  if ("why" in observed) return observed;
  const { span } = statement;
  const { comments } = parse(unit.text, unit.path);
  if (comments.some((one) => one.span.start >= span.start && one.span.end <= span.end)) {
    return { why: "the comment in it would be lost" };
  }
  return { edit: { span, text: laidOut(unit.text, statement, observed.text) } };
}

/** The statement with `value` as what it expects; a list that was one element a line stays so. */
function laidOut(text: string, { span, expected }: ExpectStmt, value: string): string {
  const broken = /^\[[ \t]*\r?\n/.test(text.slice(expected.span.start));
  const wanted = broken && value !== "[]" ? value.replace("[", "[\n") : value;
  const formatted = format(`${HEAD}${text.slice(span.start, expected.span.start)}${wanted}${END}`);
  if (!("text" in formatted)) throw new Error(`this is not an expression: ${value}`);
  const written = formatted.text.slice(HEAD.length, -END.length);
  return text.includes("\r\n") ? written.replaceAll("\n", "\r\n") : written;
}

/** Of a test with a single statement, as it is laid out. */
const HEAD = 'test "" {\n  ';
const END = "\n}\n";
