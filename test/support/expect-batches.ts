import assert from "node:assert/strict";
import { runTestsOf } from "./tests-of.ts";

/** A stream under test: what it is given, how its `let result` is made of that, and what has to come out. */
export interface StreamCase {
  /** By topic: its type, and its batches as the language writes them. */
  readonly given: Readonly<Record<string, readonly [type: string, batches: string]>>;
  readonly result: string;
  /** Statements of the stream that stand before it. */
  readonly before?: readonly string[];
  /** Batches as the language writes them. */
  readonly expected: string;
}

/** Runs the stream in virtual time, a batch each second, and fails where `result` has other batches. */
export async function expectBatches({ given, result, before = [], expected }: StreamCase): Promise<void> {
  const topics = Object.entries(given);
  const text = [
    ...topics.map(([name, [type]]) => `topic ${name}: ${type} = embedded()`),
    `stream s every 1s {\n${before.map((one) => `  ${one}\n`).join("")}  let result = ${result}\n  result -> discard()\n}`,
    'test "gives" {',
    ...topics.map(([name, [, batches]]) => `  given ${name} = ${batches}`),
    `  expect s.result == ${expected}\n}`,
    "",
  ].join("\n");
  const results = await runTestsOf(text);
  assert.ok(results !== null, `does not compile:\n${text}`);
  assert.equal(results.length, 1);
  assert.deepEqual(
    results.flatMap(({ failures }) => failures),
    [],
    text,
  );
}
