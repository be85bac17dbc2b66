import { renderPlace } from "../../compiler/report/render.ts";
import type { Span } from "../../grammar/ast.ts";
import { indexLines } from "../../grammar/line-index.ts";
import { shownPath } from "../report.ts";
import type { FileTests, TestFailure, TestResult } from "./run-tests.ts";
import type { Update } from "./update-tests.ts";

/** How a test ended; `written` when all that failed in it now says what was observed. */
export type Verdict = "passed" | "written" | "failed";

/** How a test ended: `written` where each failure is an expectation that the update has filled in. */
export function verdictOf({ failures }: TestResult, update: Update): Verdict {
  if (failures.length === 0) return "passed";
  return failures.every((failure) => isWritten(failure, update)) ? "written" : "failed";
}

/** The results of a file for people: a line for each test, and for one that failed where and by what. */
export function testsAsText(file: FileTests, update: Update, color: boolean): string {
  const { unit, results } = file;
  const verdicts = {
    passed: paint("ok   ", "32", color),
    written: paint("wrote", "33", color),
    failed: paint("FAIL ", "1;31", color),
  };
  const lines = results.map((result) => {
    const failures = result.failures.map((failure) => `${failureText(file, result, failure, update, color)}\n`);
    return [`  ${verdicts[verdictOf(result, update)]} ${result.name}\n`, ...failures].join("");
  });
  return `${shownPath(unit.path)}\n${lines.join("")}`;
}

/** The same for programs: `line` and `column` count from 1. */
export function testsAsData(file: FileTests, update: Update): object[] {
  const { unit, tests, results } = file;
  const index = indexLines(unit.text);
  return results.map((result) => ({
    file: shownPath(unit.path),
    name: result.name,
    ...index.position(tests[result.test]?.span.start ?? 0),
    passed: result.failures.length === 0,
    failures: result.failures.map((failure) => ({
      ...index.position(spanOf(file, result, failure).start),
      place: failure.place,
      message: failure.message,
      differences: failure.differences,
      observed: failure.observed !== null && "text" in failure.observed ? failure.observed.text : null,
      written: isWritten(failure, update),
    })),
  }));
}

function failureText(
  file: FileTests,
  result: TestResult,
  failure: TestFailure,
  update: Update,
  color: boolean,
): string {
  const { unit } = file;
  const index = indexLines(unit.text);
  const message = failure.place === null ? failure.message : "";
  const where = { file: unit.path, span: spanOf(file, result, failure), message };
  const frame = renderPlace(where, index, { path: shownPath, color });
  const thrown = failure.place === null ? [] : [`${failure.message} (${failure.place})`];
  const differences = failure.differences.flatMap(({ batch, missing, unexpected }) => [
    ...(batch === null ? [] : [`batch ${batch}`]),
    ...missing.map((one) => paint(`- ${one}`, "31", color)),
    ...unexpected.map((one) => paint(`+ ${one}`, "32", color)),
  ]);
  const outcome = update.get(failure);
  const left = outcome !== undefined && "why" in outcome ? [`not written: ${outcome.why}`] : [];
  return [...frame, ...thrown, ...differences, ...left].map((line) => `        ${line}`.trimEnd()).join("\n");
}

function isWritten(failure: TestFailure, update: Update): boolean {
  return "text" in (update.get(failure) ?? {});
}

/** The statement that failed, or the name of the test. */
function spanOf({ tests }: FileTests, result: TestResult, failure: TestFailure): Span {
  const test = tests[result.test];
  const member = failure.member === null ? undefined : test?.members[failure.member];
  return member?.span ?? test?.name.span ?? { start: 0, end: 0 };
}

function paint(text: string, code: string, color: boolean): string {
  return color ? `\u001b[${code}m${text}\u001b[0m` : text;
}
