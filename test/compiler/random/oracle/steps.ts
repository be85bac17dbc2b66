import type { Choices } from "../choices.ts";
import { boolTerm, type Element, intTerm, type Kind, type Term, textTerm } from "./terms.ts";

/** Elements of each batch so far. */
export type Batches = readonly (readonly Element[])[];

/** An operator as it is written behind a stream, with what it makes of the batches before it. */
export interface Step {
  readonly text: string;
  readonly kind: Kind;
  of(batches: Batches): Batches;
}

/** How a lambda calls what it is given, and the element in it. */
interface Lambda {
  readonly head: string;
  readonly value: string;
}

const OF_ELEMENTS: Lambda = { head: "x", value: "x" };
const OF_EVENTS: Lambda = { head: "e", value: "e.body" };

/** What a step does to each batch by itself. */
function batchwise(text: string, kind: Kind, of: (batch: readonly Element[]) => readonly Element[]): Step {
  return { text, kind, of: (batches) => batches.map(of) };
}

/** Any operator that stands on elements of `kind`. */
export function randomStep(choices: Choices, kind: Kind): Step {
  const steps = [map, toPairs, filter, flatMap, count, countByValue, reduce, top, window, elseDrop];
  const ofPairs = [reduceByKey, mapValues, flatMapValues, groupByKey, reduceByKeyAndWindow, parts];
  return choices.pick(kind === "pair" ? [...steps, ...ofPairs] : steps)(choices, kind);
}

/** An operator that may stand on an agent's wire. */
export function randomWireStep(choices: Choices, kind: Kind): Step {
  return choices.pick([map, toPairs, filter, flatMap, elseDrop])(choices, kind, OF_EVENTS);
}

function map(choices: Choices, kind: Kind, { head, value: x }: Lambda = OF_ELEMENTS): Step {
  const wanted = choices.pick<"int" | "text">(["int", "text"]);
  const term: Term<Element> = (wanted === "int" ? intTerm : textTerm)(choices, kind, x);
  return batchwise(`.map(${head} => ${term.text})`, wanted, (batch) => batch.map(term.of));
}

function toPairs(choices: Choices, kind: Kind, { head, value: x }: Lambda = OF_ELEMENTS): Step {
  const [key, value] = [textTerm(choices, kind, x), intTerm(choices, kind, x)];
  const text = `.map(${head} => (${key.text}, ${value.text}))`;
  return batchwise(text, "pair", (batch) => batch.map((one) => [key.of(one), value.of(one)]));
}

/** `(k, v) => …`: the parts of a pair by name. */
function parts(choices: Choices): Step {
  const [key, value] = [textTerm(choices, "text", "k"), intTerm(choices, "int", "v")];
  const text = `.map((k, v) => (${key.text}, ${value.text}))`;
  return batchwise(text, "pair", (batch) => batch.map((one) => [key.of(keyOf(one)), value.of(numberOf(one))]));
}

function filter(choices: Choices, kind: Kind, { head, value: x }: Lambda = OF_ELEMENTS): Step {
  const keeps = boolTerm(choices, kind, x);
  return batchwise(`.filter(${head} => ${keeps.text})`, kind, (batch) => batch.filter(keeps.of));
}

function flatMap(choices: Choices, kind: Kind, { head, value: x }: Lambda = OF_ELEMENTS): Step {
  if (kind !== "int" && choices.chance(50)) {
    const term = textTerm(choices, kind, x);
    const text = `.flatMap(${head} => (${term.text}).split(" "))`;
    return batchwise(text, "text", (batch) => batch.flatMap((one) => term.of(one).split(" ")));
  }
  const [keeps, first, second] = [boolTerm(choices, kind, x), intTerm(choices, kind, x), intTerm(choices, kind, x)];
  const otherwise = choices.chance(50);
  const text = `.flatMap(${head} => ${keeps.text} ? [${first.text}, ${second.text}] : [${otherwise ? second.text : ""}])`;
  return batchwise(text, "int", (batch) =>
    batch.flatMap((one) => {
      if (keeps.of(one)) return [first.of(one), second.of(one)];
      return otherwise ? [second.of(one)] : [];
    }),
  );
}

/** What is no number is dropped. */
function elseDrop(choices: Choices, kind: Kind, { head, value: x }: Lambda = OF_ELEMENTS): Step {
  const term = textTerm(choices, kind, x);
  return batchwise(`.map(${head} => (${term.text}).trimPrefix("n").toInt() else drop)`, "int", (batch) =>
    batch.map((one) => term.of(one).replace(/^n/, "")).flatMap((one) => (/^[+-]?\d+$/.test(one) ? [Number(one)] : [])),
  );
}

function count(): Step {
  return batchwise(".count()", "int", (batch) => [batch.length]);
}

function countByValue(_choices: Choices, kind: Kind): Step {
  const shown = (one: Element): string => (kind === "pair" ? keyOf(one) : String(one));
  const before = kind === "pair" ? ".map((k, v) => k)" : kind === "int" ? ".map(x => x.toString())" : "";
  return batchwise(`${before}.countByValue()`, "pair", (batch) => [
    ...grouped(
      batch.map((one) => [shown(one), 1]),
      add,
    ),
  ]);
}

function reduce(_choices: Choices, kind: Kind): Step {
  if (kind === "int")
    return batchwise(".reduce((a, b) => a + b)", kind, (batch) =>
      merged(batch, (a, b) => (a as number) + (b as number)),
    );
  if (kind === "text")
    return batchwise(".reduce((a, b) => a < b ? a : b)", kind, (batch) => merged(batch, (a, b) => (a < b ? a : b)));
  return batchwise(".map((k, v) => v).reduce((a, b) => a.max(b))", "int", (batch) =>
    merged(batch.map(numberOf), (a, b) => Math.max(a as number, b as number)),
  );
}

/** Of texts with one length the earlier ones stay, also behind a `union`, whose left side comes first. */
function top(choices: Choices, kind: Kind): Step {
  const size = choices.below(4);
  if (kind === "text") {
    return batchwise(`.top(${size}, by: x => x.length)`, kind, (batch) =>
      batch.toSorted((a, b) => String(b).length - String(a).length).slice(0, size),
    );
  }
  if (kind !== "int") {
    const length = intTerm(choices, kind, "x");
    const text = `.map(x => ${length.text}).top(${size}, by: x => x)`;
    return batchwise(text, "int", (batch) => largest(batch.map(length.of), size));
  }
  return batchwise(`.top(${size}, by: x => 0 - x)`, kind, (batch) => {
    return largest(
      batch.map((one) => -(one as number)),
      size,
    ).map((one) => 0 - one);
  });
}

function largest(batch: readonly number[], size: number): readonly number[] {
  return batch.toSorted((a, b) => b - a).slice(0, size);
}

function window(choices: Choices, kind: Kind): Step {
  const length = 1 + choices.below(3);
  return { text: `.window(${length}s)`, kind, of: (batches) => batches.map((_, at) => lately(batches, at, length)) };
}

function reduceByKey(): Step {
  return batchwise(".reduceByKey((a, b) => a + b)", "pair", (batch) => [...grouped(batch, add)]);
}

function reduceByKeyAndWindow(choices: Choices): Step {
  const length = 1 + choices.below(3);
  return {
    text: `.reduceByKeyAndWindow((a, b) => a.min(b), window: ${length}s)`,
    kind: "pair",
    of: (batches) => batches.map((_, at) => [...grouped(lately(batches, at, length), Math.min)]),
  };
}

function groupByKey(): Step {
  return batchwise(".groupByKey().mapValues(all => all.length)", "pair", (batch) => [
    ...grouped(
      batch.map((one) => [keyOf(one), 1]),
      add,
    ),
  ]);
}

function mapValues(choices: Choices): Step {
  const value = intTerm(choices, "int", "v");
  return batchwise(`.mapValues(v => ${value.text})`, "pair", (batch) =>
    batch.map((one) => [keyOf(one), value.of(numberOf(one))]),
  );
}

function flatMapValues(choices: Choices): Step {
  const [keeps, value] = [boolTerm(choices, "int", "v"), intTerm(choices, "int", "v")];
  return batchwise(`.flatMapValues(v => ${keeps.text} ? [v, ${value.text}] : [])`, "pair", (batch) =>
    batch.flatMap((one) => (keeps.of(numberOf(one)) ? [one, [keyOf(one), value.of(numberOf(one))] as const] : [])),
  );
}

function lately(batches: Batches, at: number, length: number): readonly Element[] {
  return batches.slice(Math.max(0, at - length + 1), at + 1).flat();
}

function merged(batch: readonly Element[], merge: (a: Element, b: Element) => Element): readonly Element[] {
  return batch.length === 0 ? [] : [batch.reduce(merge)];
}

function grouped(batch: readonly Element[], merge: (a: number, b: number) => number): Map<string, number> {
  const found = new Map<string, number>();
  for (const one of batch) {
    const before = found.get(keyOf(one));
    found.set(keyOf(one), before === undefined ? numberOf(one) : merge(before, numberOf(one)));
  }
  return found;
}

function add(a: number, b: number): number {
  return a + b;
}

function keyOf(one: Element): string {
  return (one as readonly [string, number])[0];
}

function numberOf(one: Element): number {
  return (one as readonly [string, number])[1];
}
