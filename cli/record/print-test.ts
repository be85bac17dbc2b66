import { applyEdits } from "../../grammar/apply-edits.ts";
import { format } from "../../grammar/format.ts";
import { planOfFile } from "../plan-of-file.ts";
import { type FileTests, runTests } from "../tests/run-tests.ts";
import { updatedText } from "../tests/update-tests.ts";
import { readRecording } from "./read-recording.ts";
import { RecordingError } from "./recording.ts";
import { testTextOf } from "./test-block.ts";

/**
 * Prints a `test` block with what the recording in `folder` has, and what the program in `file`, or else the one that was
 * recorded, makes of it. Gives whether that worked; what did not has been shown.
 */
export async function printTestFrom(
  folder: string,
  file: string | null,
  settings: readonly string[],
): Promise<boolean> {
  try {
    const recording = readRecording(folder);
    const planned = await planOfFile(file ?? recording.about.entry);
    if (planned === null) return false;
    const { entry, plan, units } = planned;
    const { name, text, events, left } = testTextOf(recording, plan);
    if (events === 0) throw new RecordingError(`${folder}: nothing came in that a test can give`);
    const before = units.find(({ path }) => path === entry)!.text;
    const tests = await runTests(entry, { filter: name, settings, coverage: false, text: before + text });
    if (tests === null) return false;
    const updated = updatedText(tests);
    const again = await runTests(entry, { filter: name, settings, coverage: false, text: updated.text });
    const block = again === null ? updated.text : withoutUnstable(again, updated.text);
    const laidOut = format(block.slice(before.length));
    process.stdout.write(`\n${"text" in laidOut ? laidOut.text : block.slice(before.length)}`);
    for (const outcome of updated.update.values()) {
      if ("why" in outcome) process.stderr.write(`sluice: an expectation is left open: ${outcome.why}\n`);
    }
    if (left > 0)
      process.stderr.write(`sluice: the test has the last ${events} events; ${left} before them are left out\n`);
    return true;
  } catch (error) {
    if (!(error instanceof RecordingError)) throw error;
    process.stderr.write(`sluice: ${error.message}\n`);
    return false;
  }
}

/** `text` without the expectations that do not hold a second time: of what draws at random. Says which these are. */
function withoutUnstable({ tests, results, unit }: FileTests, text: string): string {
  const statements = results.flatMap(({ test, failures }) =>
    failures.flatMap(({ member }) => tests[test]?.members[member ?? -1] ?? []),
  );
  const expectations = statements.filter((one) => one.kind === "ExpectStmt");
  for (const { actual } of expectations) {
    const what = unit.text.slice(actual.span.start, actual.span.end);
    process.stderr.write(`sluice: ${what} is another one each time, and nothing is expected of it\n`);
  }
  return applyEdits(
    text,
    expectations.map(({ span }) => ({ span, text: "" })),
  );
}
