import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { event } from "../../runtime/contract/event.ts";
import { Failure } from "../../runtime/contract/failure.ts";
import type { Interceptor, WireContext } from "../../runtime/contract/wire.ts";
import { regexExtractor } from "../../stdlib/interceptors/regex-extractor.ts";
import { regexFilter } from "../../stdlib/interceptors/regex-filter.ts";
import { searchReplace } from "../../stdlib/interceptors/search-replace.ts";
import { boundedRegExp, RegexTimeout } from "../../stdlib/text/bounded-regexp.ts";
import { capture, captureAll, capturer, matches, replaceMatches } from "../../stdlib/text/regex.ts";
import { start } from "../support/process.ts";
import { sluice } from "../support/sluice.ts";
import { tempFolders } from "../support/temp-folder.ts";

const evil = `${"a".repeat(60)}!`;

describe("a bounded expression", () => {
  it("answers as the expression does", () => {
    for (const degree of [2, Number.POSITIVE_INFINITY]) {
      for (const text of ["", "k=1", "x k=12 y=3", " ".repeat(5_000), `${"word ".repeat(5_000)}k=7`]) {
        const pattern = /(?<key>\b\w+)=(?<value>\d+)/g;
        const bounded = boundedRegExp(pattern, degree);
        assert.equal(matches(text, bounded), matches(text, pattern));
        assert.deepEqual(captureAll(text, bounded), captureAll(text, pattern));
        assert.equal(replaceMatches(text, bounded, "$<value>"), replaceMatches(text, pattern, "$<value>"));
        assert.deepEqual({ ...bounded.exec(text) }, { ...new RegExp(pattern).exec(text) });
      }
    }
  });

  it("takes linear time where V8 can, though it would double", () => {
    assert.equal(matches(evil, boundedRegExp(/^(a+)+$/, Number.POSITIVE_INFINITY)), false);
  });

  it("gives a text up that takes too long", () => {
    const doubling = boundedRegExp(/^(a+)+$/i, Number.POSITIVE_INFINITY);
    assert.throws(() => matches(evil, doubling), RegexTimeout);
    assert.throws(() => matches(`${" ".repeat(1 << 20)}!`, boundedRegExp(/\s+$/, 2)), RegexTimeout);
    assert.equal(matches("a".repeat(60), doubling), true);
  });

  it("is computed on for so long, however little time a busy machine gives it", async () => {
    const searching = `
      import { boundedRegExp } from ${JSON.stringify(new URL("../../stdlib/text/bounded-regexp.ts", import.meta.url).href)};
      const pattern = boundedRegExp(/\\s+$/, 2);
      const text = " ".repeat(3300) + "!";
      for (let round = 0; round < 200; round++) pattern.exec(text);
      console.log("done");
      process.exit();
    `;
    const child = start(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", searching], {});
    let isOver = false;
    const ended = child.ended.finally(() => {
      isOver = true;
    });
    while (!isOver) {
      child.child.kill("SIGSTOP");
      await sleep(80);
      child.child.kill("SIGCONT");
      await sleep(15);
    }
    const { stdout, stderr } = await ended;
    assert.equal(stdout, "done\n", stderr);
  }).timeout(120_000);

  it("makes a capture fail, with the expression and the length", () => {
    const doubling = boundedRegExp(/^(?<all>a+)+$/i, Number.POSITIVE_INFINITY);
    for (const failure of [capture(evil, doubling), capturer(doubling, (match) => match[1])(evil)]) {
      assert.ok(failure instanceof Failure);
      assert.match(failure.reason, /longer than 50 ms on a text of 61 characters/);
    }
  });
});

describe("interceptors", () => {
  const pattern = () => boundedRegExp(/^(a+)+$/i, Number.POSITIVE_INFINITY);
  const wire = {} as WireContext;
  const steps: readonly (readonly [string, Interceptor<string>])[] = [
    ["regexFilter", regexFilter({ regex: pattern() })],
    ["searchReplace", searchReplace({ searchPattern: pattern(), replaceString: "" })],
    ["regexExtractor", regexExtractor({ regex: pattern() })],
  ];

  for (const [name, step] of steps) {
    it(`keep the bound of an expression: ${name}`, () => {
      assert.throws(() => step(event(evil), wire), RegexTimeout);
    });
  }
});

describe("a program with an expression that backtracks", function () {
  this.timeout(120_000);
  const folder = tempFolders();

  it("rejects the line that takes too long, and delivers all others", async () => {
    const cwd = folder();
    const lines = Array.from({ length: 200 }, (_, index) => (index === 100 ? `${"a".repeat(60)}!` : `line${index}`));
    writeFileSync(join(cwd, "in.txt"), `${lines.join("\n")}\n`);
    writeFileSync(
      join(cwd, "words.flow"),
      `fn check(line: string): string! {
        let m = try line.capture(/^(?<all>(\\w+\\s?)*)$/i)
        return m.all
      }
      agent a {
        lines("in.txt").map(e => check(e.body) else -> bad) -> memory() -> print()
        sink bad = files("bad")
      }
      agent other { lines("in.txt").filter(e => e.body.matches(/^(a+)+$/i) else true) -> memory() -> print() }`,
    );
    const { status, stdout, stderr } = await sluice(["run", "words.flow"], { cwd });
    assert.equal(status, 0, stderr);
    const printed = stdout.split("\n").filter((line) => line !== "");
    assert.deepEqual(printed.filter((line) => line.startsWith("line")).length, 199);
    assert.equal(printed.includes(evil), true);
    assert.match(stderr, /a\.bad counted written=1/);
  });
});
