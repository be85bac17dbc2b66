import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

/**
 * The mistakes that must not compile, one after the other, each with the code that tells it and the case that makes it.
 * What else a message says is in the case itself (`cases.test.ts`); each code has a page in `docs/errors`.
 */
const MISTAKES: readonly (readonly [mistake: string, code: string, case_: string])[] = [
  ["unknown option", "FLOW2006", "unknown-option"],
  ["unknown component", "FLOW2004", "unknown-component"],
  ["unknown type", "FLOW2003", "names"],
  ["unknown field that is read", "FLOW2005", "unknown-member"],
  ["unknown field that is given", "FLOW3020", "unknown-member"],
  ["unknown function or name", "FLOW2001", "unknown-member"],
  ["missing option that is needed", "FLOW4001", "missing"],
  ["option of the wrong type or unit", "FLOW3001", "wrong-units"],
  ["duplicate name", "FLOW2002", "duplicates"],
  ["duplicate option", "FLOW2007", "duplicates"],
  ["sink without a channel", "FLOW5002", "unwired"],
  ["channel without a source", "FLOW5003", "unwired"],
  ["channel without a sink", "FLOW5004", "unwired"],
  ["component that is never wired", "FLOW5005", "unwired"],
  ["source wired straight to a sink", "FLOW5001", "source-to-sink"],
  ["transactionCapacity above capacity", "FLOW4003", "transaction-capacity"],
  ["batch size above transactionCapacity", "FLOW4007", "batch-size"],
  ["two agents on one port", "FLOW4006", "same-port"],
  ["two file channels in one directory", "FLOW4006", "same-directory"],
  ["topic or sink fed the wrong type", "FLOW3001", "wrong-body"],
  ["key selector that does not fit", "FLOW3001", "topic-options"],
  ["codec that does not fit", "FLOW4009", "topic-options"],
  ["partitions that do not fit", "FLOW4003", "topic-options"],
  ["loop through topics without an end", "FLOW5016", "topic-loop"],
  ["unhandled `T!`", "FLOW3002", "failure-lands"],
  ["unhandled `T?`", "FLOW3003", "regex"],
  ["needless `else`", "FLOW3008", "unhandled-failure"],
  ["window or slide that is no multiple of the interval", "FLOW5011", "window-multiple"],
  ["join of streams with different slides", "FLOW5012", "joins-slides"],
  ["pair operation on a stream of non-pairs", "FLOW3013", "not-pairs"],
  ["stream without output", "FLOW5007", "no-output"],
  ["stateful operator without somewhere to keep state", "FLOW5017", "no-place-for-state"],
  ["regular expression that does not parse", "FLOW3011", "regex"],
  ["time escape without a time stamp on the path", "FLOW4005", "time-escape"],
  ["guarantee that does not hold", "FLOW5014", "guarantee"],
  ["secret that would be printed", "FLOW4008", "secret-anywhere"],
  ["recursion", "FLOW2011", "recursion"],
  ["import cycle", "FLOW2010", "import-cycle"],
  ["unused `let`, import or parameter", "FLOW2012", "unused"],
];

describe("mistakes that must not compile", () => {
  for (const [mistake, code, case_] of MISTAKES) {
    it(`${mistake}: ${code}`, () => {
      const text = readFileSync(new URL(`cases/${case_}.flow`, import.meta.url), "utf8");
      assert.match(text, new RegExp(`^// (error|warning)\\[${code}\\]`, "m"));
    });
  }
});
