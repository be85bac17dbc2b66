import type { Choices } from "../choices.ts";
import { randomWireStep } from "./steps.ts";
import type { Element, Kind } from "./terms.ts";
import { literal } from "./written.ts";

/** A stretch of an agent's wire, with what comes out of its end. */
interface Stretch {
  readonly text: string;
  readonly kind: Kind;
  readonly bodies: readonly Element[];
}

/** A program of one agent, whose source feeds two channels, with a test that holds. */
export function computedAgent(choices: Choices): string {
  const given = Array.from({ length: choices.below(6) }, () => choices.pick(["a", "b", "a b", "b c a", "", "12"]));
  const start = stretch(choices, { text: "r", kind: "text", bodies: given });
  const [left, right] = ["c1", "c2"].map((text) => stretch(choices, { ...start, text }));
  return [
    "agent a {",
    '  source  r  = lines("x")',
    "  channel c1 = memory()",
    "  channel c2 = file()",
    "  sink    k1 = discard()",
    "  sink    k2 = discard()",
    "",
    `  ${start.text} -> [c1, c2]`,
    `  ${left?.text} -> k1`,
    `  ${right?.text} -> k2`,
    "}",
    'test "is what was computed" {',
    `  given a.r = ${list(given)}`,
    `  expect a.c1 == ${list(start.bodies)}`,
    `  expect a.k1 == ${list(left?.bodies ?? [])}`,
    `  expect a.k2 == ${list(right?.bodies ?? [])}`,
    "}",
    "",
  ].join("\n");
}

function stretch(choices: Choices, from: Stretch): Stretch {
  let { text, kind, bodies } = from;
  for (let left = choices.below(4); left > 0; left--) {
    const step = randomWireStep(choices, kind);
    text += step.text;
    ({ kind } = step);
    bodies = step.of([bodies])[0] ?? [];
  }
  return { text, kind, bodies };
}

function list(bodies: readonly Element[]): string {
  return `[${bodies.map(literal).join(", ")}]`;
}
