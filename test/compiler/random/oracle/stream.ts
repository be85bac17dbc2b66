import type { Choices } from "../choices.ts";
import { JOINS } from "./joins.ts";
import type { Batches } from "./step.ts";
import { randomStep } from "./steps.ts";
import type { Element, Kind } from "./terms.ts";
import { literal } from "./written.ts";

interface Let {
  readonly name: string;
  readonly kind: Kind;
  readonly batches: Batches;
}

/**
 * A program of one stream with a test that holds: what it expects was computed beside it, in plain JavaScript. Lets are
 * made of each other, so that some are fused and some are not.
 */
export function computedStream(choices: Choices): string {
  const inputs: Let[] = [
    { name: "numbers", kind: "int", batches: batchesOf(choices, () => choices.below(7) - 2) },
    {
      name: "lines",
      kind: "text",
      batches: batchesOf(choices, () => choices.pick(["a", "b", "a b", "b c a", "", "12"])),
    },
  ];
  const lets: Let[] = [];
  const texts: string[] = [];
  const known = (): readonly Let[] => [...inputs, ...lets];
  const size = 1 + choices.below(4);
  for (let index = 0; index < size; index++) {
    let { name: text, kind, batches } = choices.pick(known());
    const others = known().filter((one) => one.kind === kind);
    if (choices.chance(30)) {
      const other = choices.pick(others);
      text += `.union(${other.name})`;
      batches = batches.map((batch, at) => [...batch, ...(other.batches[at] ?? [])]);
    }
    if (kind === "pair" && choices.chance(50)) {
      const other = choices.pick(others);
      const join = choices.pick(JOINS);
      text += join.text(other.name);
      batches = batches.map((batch, at) => join.of(batch, other.batches[at] ?? []));
    }
    for (let left = 1 + choices.below(4); left > 0; left--) {
      const step = randomStep(choices, kind);
      text += step.text;
      ({ kind } = step);
      batches = step.of(batches);
    }
    const name = `let${index}`;
    lets.push({ name, kind, batches });
    texts.push(`  let ${name} = ${text}`);
  }
  return [
    "topic numbers: int = embedded()",
    "topic lines: string = embedded()",
    "stream s every 1s {",
    ...texts,
    ...lets.map(({ name }) => `  ${name} -> discard()`),
    "}",
    'test "is what was computed" {',
    ...inputs.map(({ name, batches }) => `  given ${name} = ${written(batches)}`),
    ...lets.map(({ name, batches }) => `  expect s.${name} == ${written(batches)}`),
    "}",
    "",
  ].join("\n");
}

/** Three batches, of which any may be empty. */
function batchesOf(choices: Choices, element: () => Element): Batches {
  return Array.from({ length: 3 }, () => Array.from({ length: choices.below(6) }, element));
}

function written(batches: Batches): string {
  return `[${batches.map((batch) => `[${batch.map(literal).join(", ")}]`).join(", ")}]`;
}
