import assert from "node:assert/strict";
import fc from "fast-check";
import { Failure } from "../../runtime/contract/failure.ts";
import { OutOfRange } from "../../runtime/value/out-of-range.ts";
import { nameless } from "../../stdlib/text/nameless.ts";
import {
  after,
  afterLast,
  before,
  beforeLast,
  count,
  lastIndexOf,
  shorten,
  trimPrefix,
  trimSuffix,
  words,
} from "../../stdlib/text/parts.ts";
import {
  capture,
  captureAll,
  capturer,
  firstMatch,
  matches,
  replaceMatches,
  splitMatches,
} from "../../stdlib/text/regex.ts";
import { shown } from "../../stdlib/text/shown.ts";
import {
  indexOf,
  lines,
  padEnd,
  padStart,
  repeat,
  replace,
  split,
  substring,
  toBool,
  toDuration,
  toFloat,
  toInt,
  toSize,
} from "../../stdlib/text/text.ts";

const reasonOf = (value: unknown) => (value instanceof Failure ? value.reason : `no failure but ${value}`);

describe("functions of text", () => {
  it("splits into lines", () => {
    assert.deepEqual(lines("a\nb\r\n\nc\n"), ["a", "b", "", "c"]);
    assert.deepEqual(lines("a"), ["a"]);
    assert.deepEqual(lines(""), []);
    assert.deepEqual(lines("\n"), [""]);
  });

  it("replaces every occurrence by the text as it is", () => {
    assert.equal(replace("a-b-c", "-", "$&"), "a$&b$&c");
    assert.equal(replace("abc", "x", "y"), "abc");
  });

  it("takes parts, with positions moved into the text", () => {
    assert.equal(substring("access.log", 0, 6), "access");
    assert.equal(substring("access.log", 7), "log");
    assert.equal(substring("abc", -5, 2), "ab");
    assert.equal(substring("abc", 2, 1), "");
    assert.equal(substring("abc", 1, 99), "bc");
    assert.equal(substring("abc", 9), "");
  });

  it("finds parts, or null", () => {
    assert.equal(indexOf("key=value", "="), 3);
    assert.equal(indexOf("key", "="), null);
  });

  it("splits into characters, not into halves of them", () => {
    assert.deepEqual(split("a😀b", ""), ["a", "😀", "b"]);
    assert.deepEqual(split("", ""), []);
    assert.deepEqual(split("a,b", ","), ["a", "b"]);
    assert.deepEqual([substring("a😀b", 0, 2), substring("a😀b", 2), substring("a😀b", 1, 3)], ["a", "b", "😀"]);
    assert.deepEqual([substring("a😀b", 2, 2), substring("😀", 1), substring("\ude00a", 0, 1)], ["", "", "\ude00"]);
  });

  it("makes no text that would take all memory", () => {
    assert.throws(() => repeat("ab", 2 ** 40), OutOfRange);
    assert.throws(() => padStart("ab", 2 ** 30), OutOfRange);
    assert.throws(() => padEnd("ab", 2 ** 30), OutOfRange);
    assert.equal(repeat("", 2 ** 40), "");
    assert.deepEqual([padStart("7", 3, "0"), padEnd("ab", 4)], ["007", "ab  "]);
  });

  it("repeats, and gives nothing for a negative number", () => {
    assert.equal(repeat("ab", 3), "ababab");
    assert.equal(repeat("ab", -1), "");
  });

  it("reads whole numbers and nothing else", () => {
    assert.equal(toInt("0"), 0);
    assert.equal(toInt("-12"), -12);
    assert.equal(toInt("+7"), 7);
    assert.ok(Object.is(toInt("-0"), 0));
    assert.equal(toInt("007"), 7);
    assert.equal(toInt("9007199254740991"), Number.MAX_SAFE_INTEGER);
    for (const text of ["", "-", "+", " 1", "1 ", "1.0", "1e3", "0x10", "१", "NaN"]) {
      assert.equal(reasonOf(toInt(text)), `${JSON.stringify(text)} is not a whole number`);
    }
    assert.match(reasonOf(toInt("9007199254740992")), /beyond 2\^53/);
    assert.match(reasonOf(toInt("9".repeat(400))), /beyond 2\^53/);
  });

  it("reads every exact int that can be written", () => {
    fc.assert(fc.property(fc.maxSafeInteger(), (n) => toInt(String(n)) === n + 0));
  });

  it("reads decimal numbers and nothing else", () => {
    assert.equal(toFloat("-1.5e3"), -1500);
    assert.equal(toFloat(".5"), 0.5);
    assert.equal(toFloat("5."), 5);
    for (const text of ["", ".", "1,5", "Infinity", "NaN", "0x10", " 1", "1e", "--1"]) {
      assert.equal(reasonOf(toFloat(text)), `${JSON.stringify(text)} is not a number`);
    }
  });

  it("cuts long texts in its reasons", () => {
    assert.ok(reasonOf(toInt("x".repeat(1000))).length < 80);
  });

  it("matches anywhere, however often it is asked with a pattern that remembers", () => {
    const pattern = /b/g;
    assert.deepEqual([matches("abc", pattern), matches("abc", pattern), matches("ac", pattern)], [true, true, false]);
  });

  it("captures named groups, null where a group took no part", () => {
    const pattern = /(?<key>\w+)=(?<value>\d+)?/;
    assert.deepEqual({ ...(capture("retries=3", pattern) as object) }, { key: "retries", value: "3" });
    assert.deepEqual({ ...(capture("retries=", pattern) as object) }, { key: "retries", value: null });
    assert.deepEqual({ ...(capture("a", /a/) as object) }, {});
    assert.equal(reasonOf(capture("nothing", pattern)), `nothing does not match ${String(pattern)}`);
  });

  it("captures by number what it captures by name", () => {
    const cases: [RegExp, string][] = [
      [/(?<year>\d+)-(?:x|(\d+))-(?<day>\d+)/, "2026-01-31"],
      [/(?<quote>["']).*?\k<quote>1/, "a 'b'1"],
      [/\k<later>(?<later>a)\k<later>0/, "aa0"],
      [/\((?<in>[(?<x>)\]]+)\)/, "((?<x>))"],
      [/(?<=(?<before>a))b(?<!c)(?!d)(?=(?<after>e))/, "abe"],
      [/\(?<a>|(?<b>\\(?:(?<c>x)))/u, "\\x"],
    ];
    for (const [pattern, text] of cases) {
      const named = pattern.exec(text);
      assert.ok(named, String(pattern));
      const plain = nameless(pattern).exec(text);
      assert.deepEqual([...(plain ?? [])], [...named], String(pattern));
      assert.equal(plain?.groups, undefined);
    }
    const read = capturer(/(?<key>\w+)=(?<value>\w+)/g, (match) => ({ value: match[2] }));
    // With the flag g a pattern remembers where it stopped in another text.
    assert.deepEqual([read("a=1"), read("b=2")], [{ value: "1" }, { value: "2" }]);
    assert.equal(reasonOf(read("b")), "b does not match /(?<key>\\w+)=(?<value>\\w+)/g");
  });

  it("captures every match, from the beginning each time", () => {
    const pattern = /(?<key>\w+)(?:=(?<value>\d+))?/g;
    for (let round = 0; round < 2; round++) {
      assert.deepEqual(
        captureAll<object>("a=1 b", pattern).map((groups) => ({ ...groups })),
        [
          { key: "a", value: "1" },
          { key: "b", value: null },
        ],
      );
    }
    assert.deepEqual(captureAll("", pattern), []);
    assert.deepEqual(captureAll("a", /(?<at>)/).length, 2);
  });

  it("replaces every match, with groups where the replacement names them", () => {
    for (const pattern of [/(?<n>\d+)/, /(?<n>\d+)/g]) {
      assert.equal(replaceMatches("1 and 22", pattern, "<$<n>|$1|$&|$$>"), "<1|1|1|$> and <22|22|22|$>");
    }
    assert.equal(replaceMatches("11a1", /1/y, "x"), "xxa1");
    assert.equal(replaceMatches("none", /\d/, "x"), "none");
    const marked = replaceMatches("a1 b22", /(?<n>\d+)/, (...given) => `<${given.join()}>`);
    assert.equal(marked, "a<1> b<22>", "the function is given the match, and nothing else");
    assert.equal(
      replaceMatches("1", /\d/, () => "$&"),
      "$&",
    );
  });

  it("takes a text apart at a separator", () => {
    assert.deepEqual(
      ["a=b=c", "=", "a", ""].map((text) => before(text, "=")),
      ["a", "", null, null],
    );
    assert.deepEqual(
      ["a=b=c", "=", "a", ""].map((text) => after(text, "=")),
      ["b=c", "", null, null],
    );
    assert.deepEqual(
      ["a=b=c", "=", "a"].map((text) => beforeLast(text, "=")),
      ["a=b", "", null],
    );
    assert.deepEqual(
      ["a=b=c", "=", "a"].map((text) => afterLast(text, "=")),
      ["c", "", null],
    );
    assert.deepEqual([words(" \t"), words("a\u00a0b")], [[], ["a", "b"]]);
    assert.deepEqual(
      [trimPrefix("aab", "a"), trimPrefix("ab", "b"), trimSuffix("abb", "b"), trimSuffix("ab", "")],
      ["ab", "ab", "ab", "ab"],
    );
    assert.deepEqual(
      [count("aaa", "aa"), count("a", ""), lastIndexOf("aa", "a"), lastIndexOf("a", "b")],
      [1, 0, 1, null],
    );
  });

  it("shortens without breaking a character", () => {
    assert.equal(shorten("abcdef", 4, ".."), "ab..");
    assert.equal(shorten("abc", 3), "abc");
    assert.equal(shorten("ab\u{1f600}cd", 4), "ab…");
    assert.deepEqual([shorten("abcdef", 1, "..."), shorten("abc", 0), shorten("abc", -1)], [".", "", ""]);
  });

  it("reads bools, durations and sizes", () => {
    assert.deepEqual([toBool("true"), toBool("false")], [true, false]);
    assert.equal(reasonOf(toBool("True")), '"True" is neither true nor false');
    assert.deepEqual([toDuration("1.5h"), toSize("2KiB")], [5_400_000, 2048]);
    assert.match(reasonOf(toDuration("5")), /is not a duration/);
    assert.match(reasonOf(toSize("5kb")), /is not a size/);
  });

  it("shows a text in quotes as JSON does, and not all of a long one", () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 70, unit: "binary" }),
        (text) => shown(text) === JSON.stringify(text.length > 50 ? `${text.slice(0, 50)}…` : text),
      ),
    );
    assert.equal(shown("x".repeat(51)), `"${"x".repeat(50)}…"`);
  });

  it("splits at every match, without its groups", () => {
    assert.deepEqual(splitMatches("a, b;c", /([,;]) */), ["a", "b", "c"]);
    assert.deepEqual(splitMatches(",a,", /,/g), ["", "a", ""]);
    assert.deepEqual(splitMatches("abc", /(?:)/), ["a", "b", "c"]);
    assert.deepEqual(splitMatches("", /,/), [""]);
    fc.assert(
      fc.property(fc.stringMatching(/^[ab, ]*$/), (text) => {
        assert.deepEqual(splitMatches(text, /, */), text.split(/, */));
      }),
    );
    assert.deepEqual([firstMatch("a12", /\d+/g), firstMatch("a", /\d/)], ["12", null]);
  });
});
