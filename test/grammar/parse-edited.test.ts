import assert from "node:assert/strict";
import { parse, parseEdited } from "../../grammar/parse.ts";
import { walk } from "../../grammar/walk.ts";
import { seeded } from "../compiler/random/choices.ts";
import { edited, nudged } from "../compiler/random/edits.ts";
import { firstSeed, sampleSize } from "../support/sample-size.ts";
import { programs } from "./invariants.ts";

const sound = [...programs.values()].filter((text) => parse(text, "a.flow").diagnostics.length === 0);

/** What `now` says, parsed from scratch and with what `before` said. */
function both(before: string, now: string) {
  const whole = parse(now, "a.flow");
  const edited = parseEdited(now, "a.flow", { ...parse(before, "a.flow"), text: before });
  return [edited, whole];
}

describe("an edited text", function () {
  const count = sampleSize(150, 20_000);
  this.timeout(60_000 + count * 100);

  it("is parsed to what it is where it was edited at two places", () => {
    for (let seed = firstSeed; seed < firstSeed + count; seed++) {
      const choices = seeded(seed);
      const before = [choices.pick(sound), choices.pick(sound), choices.pick(sound)].join("\n");
      const text = nudged(nudged(before, choices), choices);
      const [again, whole] = both(before, text);
      assert.deepEqual(again, whole, `seed ${seed}`);
    }
  });

  it("is parsed to what it is without knowing the text before", () => {
    for (let seed = firstSeed; seed < firstSeed + count; seed++) {
      const choices = seeded(seed);
      const [before, other] = [choices.pick(sound), choices.pick(sound)];
      const text = choices.chance(70) ? nudged(before, choices) : edited(before, other, choices);
      const [again, whole] = both(before, text);
      assert.deepEqual(again, whole, `seed ${seed}`);
    }
  });

  const text = ["const a = 1", "const b = 2", "const c = 3", "const d = 4", "const e = 5"].join("\n");

  it("has no node of the tree before", () => {
    const parsed = parse(text, "a.flow");
    const before = new Set<unknown>();
    walk(parsed.tree, (node) => void before.add(node));
    const again = parseEdited(text.replace("3", "33"), "a.flow", { ...parsed, text });
    walk(again.tree, (node) => assert.ok(!before.has(node)));
  });

  const cases: Readonly<Record<string, readonly [string, string]>> = {
    "an expression that continues": ["const b = 2", "const b = 2\n + 7"],
    "a comment that opens and takes what follows": ["const c", "/* const c"],
    "a comment that closes": ["const d", "/* */ const d"],
    "a doc comment": ["const c", "/// Three.\nconst c"],
    "a declaration that goes": ["const c = 3\n", ""],
    "all of it": [text, ""],
    nothing: ["", ""],
  };
  for (const [name, [from, to]] of Object.entries(cases)) {
    it(`may differ in ${name}`, () => {
      const [again, whole] = both(text, text.replace(from, to));
      assert.deepEqual(again, whole);
    });
  }
});
