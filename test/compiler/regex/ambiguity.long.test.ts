/**
 * Random expressions: what the analysis says of their time holds of a matcher that counts its steps, and what it writes
 * in their place matches the same texts.
 */
import assert from "node:assert/strict";
import { ambiguityOf, type Repetition } from "../../../compiler/regex/ambiguity.ts";
import { rewriteRegex } from "../../../compiler/regex/rewrite.ts";
import { firstSeed, sampleSize } from "../../support/sample-size.ts";
import { type Choices, seeded } from "../random/choices.ts";
import { countSteps } from "./counting-matcher.ts";

const cases = sampleSize(120, 20_000);
const MOST = 200_000;

describe("the time of random expressions", function () {
  this.timeout(60_000 + cases * 100);

  it("grows as the analysis says", () => {
    let slow = 0;
    const doubted: string[] = [];
    for (let seed = firstSeed; seed < firstSeed + cases; seed++) {
      const choices = seeded(seed);
      const pattern = writeExpression(choices);
      const found = ambiguityOf(pattern, "");
      const told: string = `seed ${seed}: /${pattern}/ ${JSON.stringify(found)}`;
      if (found === null) assert.ok(isLinear(pattern, choices), `${told} is linear, and takes ever more steps`);
      else if (found.degree !== null) {
        slow += 1;
        if (!isSlow(pattern, found.text, found.degree)) doubted.push(told);
      }
    }
    // Which of two ways a matcher tries first is not looked at, so a few are warned of that are quick.
    assert.ok(doubted.length <= 0.03 * slow, `${doubted.length} of ${slow} take no such time:\n${doubted.join("\n")}`);
  });

  it("is linear after a rewriting, which matches the same texts", () => {
    for (let seed = firstSeed; seed < firstSeed + cases; seed++) {
      const choices = seeded(seed);
      const pattern = writeExpression(choices);
      if (ambiguityOf(pattern, "") === null) continue;
      const rewritten = rewriteRegex(pattern, "");
      if (rewritten === null) continue;
      for (let text = 0; text < 100; text++) {
        const sample = writeText(choices, 8);
        const told: string = `seed ${seed}: /${pattern}/ and /${rewritten.pattern}/ differ on ${JSON.stringify(sample)}`;
        assert.equal(new RegExp(rewritten.pattern).test(sample), new RegExp(pattern).test(sample), told);
      }
    }
  });
});

/** Twice the text takes about twice the steps, whatever it repeats. */
function isLinear(pattern: string, choices: Choices): boolean {
  for (let round = 0; round < 6; round++) {
    const [before, repeated, after] = [writeText(choices, 3), writeText(choices, 3), writeText(choices, 2)];
    const steps = (times: number) => countSteps(pattern, before + repeated.repeat(times) + after, MOST);
    const [some, more] = [steps(60), steps(120)];
    if (more > 2.3 * some + 200) return false;
  }
  return true;
}

const LAST = ["", ..."abz 1!\n"];
/** All texts of up to three characters. */
const ENDINGS = LAST.flatMap((one) => LAST.flatMap((two) => LAST.map((three) => one + two + three)));

/** Some ending makes the text that the analysis names take the time that it says. */
function isSlow(pattern: string, text: readonly Repetition[], degree: number): boolean {
  return ENDINGS.some((ending) => {
    const steps = (times: number) => countSteps(pattern, repeat(text, times) + ending, MOST);
    if (degree === Number.POSITIVE_INFINITY) return steps(40) >= MOST;
    // What grows slower at first is waited for.
    return [8, 16, 32].some((times) => {
      const more = steps(4 * times);
      return more >= MOST || more > 0.55 * 4 ** degree * steps(times);
    });
  });
}

function repeat(text: readonly Repetition[], times: number): string {
  return text.map(({ before, repeated }) => before + repeated.repeat(times)).join("");
}

function writeText(choices: Choices, most: number): string {
  const length = choices.below(most) + 1;
  return Array.from({ length }, () => "ab 1"[choices.below(4)]).join("");
}

/** Few kinds of characters, so that repetitions overlap often. */
function writeExpression(choices: Choices): string {
  const pick = (of: readonly string[]) => of[choices.below(of.length)]!;
  const part = (depth: number): string => {
    const kind = choices.below(depth > 0 ? 8 : 5);
    if (kind < 5)
      return (
        pick(["a", "b", " ", "\\w", "\\d", ".", "[ab]", "[^b]", "\\s"]) + pick(["", "", "+", "*", "?", "{2}", "+?"])
      );
    const inner = Array.from({ length: choices.below(2) + 1 }, () => part(depth - 1)).join("");
    return kind === 5
      ? `(?:${inner}|${part(depth - 1)})${pick(["", "+", "*"])}`
      : `(?:${inner})${pick(["", "+", "*", "?"])}`;
  };
  const body = Array.from({ length: choices.below(3) + 1 }, () => part(2)).join("");
  return pick(["^", "^", "", "\\b"]) + body + pick(["$", "", "!", "x"]);
}
