import type { Choices } from "../choices.ts";
import { STATEFUL } from "./stateful.ts";
import { type Batches, keyOf, numberOf, type Step } from "./step.ts";
import { boolTerm, type Element, intTerm, type Kind, type Term, textTerm } from "./terms.ts";

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
  const steps = [
    map,
    toPairs,
    filter,
    flatMap,
    count,
    countByValue,
    reduce,
    top,
    window,
    transform,
    elseDrop,
    distinct,
    sorted,
  ];
  const ofPairs = [
    countByKey,
    combineByKey,
    foldByKey,
    reduceByKey,
    mapValues,
    flatMapValues,
    groupByKey,
    reduceByKeyAndWindow,
    parts,
    countByValueAndWindow,
    reduceByKeyAndWindowWithInverse,
    ...STATEFUL,
  ];
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

function distinct(_choices: Choices, kind: Kind): Step {
  return batchwise(".distinct()", kind, (batch) => [
    ...new Map(batch.map((one) => [JSON.stringify(one), one])).values(),
  ]);
}

/** The places of the sorted: what `sortBy` gives has an order, which no operator behind it has to keep. */
function sorted(choices: Choices, kind: Kind): Step {
  const ascending = choices.chance(50);
  const key = intTerm(choices, kind, "x");
  const text = `.map(x => ${key.text}).sortBy(x => x${ascending ? "" : ", ascending: false"})`;
  return batchwise(`${text}.zipWithIndex().map((x, n) => (x.toString(), n))`, "pair", (batch) =>
    batch
      .map((one) => key.of(one))
      .toSorted((a, b) => (ascending ? a - b : b - a))
      .map((one, index) => [String(one + 0), index]),
  );
}

function countByKey(): Step {
  return batchwise(".countByKey()", "pair", (batch) => [
    ...grouped(
      batch.map((one) => [keyOf(one), 1]),
      add,
    ),
  ]);
}

/** Of values a, b, c it makes 2a + b + c: the first is told from the others. */
function combineByKey(): Step {
  const text = ".combineByKey(v => 2 * v, (c, v) => c + v)";
  return batchwise(text, "pair", (batch) => {
    const seen = new Set<string>();
    const values = batch.map((one): readonly [string, number] => {
      const isFirst = !seen.has(keyOf(one));
      seen.add(keyOf(one));
      return [keyOf(one), isFirst ? 2 * numberOf(one) : numberOf(one)];
    });
    return [...grouped(values, add)];
  });
}

function foldByKey(choices: Choices): Step {
  const text = choices.pick([".foldByKey(1, (a, b) => a + b)", ".aggregateByKey(1, (n, v) => n + v)"]);
  return batchwise(text, "pair", (batch) =>
    [...grouped(batch, add)].map((one): Element => [keyOf(one), numberOf(one) + 1]),
  );
}

function reduceByKey(): Step {
  return batchwise(".reduceByKey((a, b) => a + b)", "pair", (batch) => [...grouped(batch, add)]);
}

function reduceByKeyAndWindow(choices: Choices): Step {
  const length = 1 + choices.below(3);
  return {
    text: `.reduceByKeyAndWindow((a, b) => a.min(b), window: ${length}s)`,
    kind: "pair",
    of: (batches) => batches.map((_, at) => inOrderOfLast(batches, at, length, Math.min)),
  };
}

function countByValueAndWindow(choices: Choices): Step {
  const length = 1 + choices.below(3);
  return {
    text: `.map((k, v) => k).countByValueAndWindow(${length}s)`,
    kind: "pair",
    of(batches) {
      const ones = batches.map((batch) => batch.map((one): Element => [keyOf(one), 1]));
      return batches.map((_, at) => inOrderOfLast(ones, at, length, add));
    },
  };
}

function reduceByKeyAndWindowWithInverse(choices: Choices): Step {
  const length = 1 + choices.below(3);
  const options = "inverse: (total, leaving) => total - leaving, filter: (k, n) => n != 0";
  return {
    text: `.reduceByKeyAndWindow((a, b) => a + b, window: ${length}s, ${options})`,
    kind: "pair",
    of: (batches) =>
      batches.map((_, at) => inOrderOfLast(batches, at, length, add).filter((one) => numberOf(one) !== 0)),
  };
}

/** Leaves out the first element of a batch of several. */
function transform(_choices: Choices, kind: Kind): Step {
  return batchwise(".transform(all => all.length > 1 ? all.slice(1) : all)", kind, (batch) =>
    batch.length > 1 ? batch.slice(1) : batch,
  );
}

/** Keys of a window come in the order of their last values. */
function inOrderOfLast(
  batches: Batches,
  at: number,
  length: number,
  merge: (a: number, b: number) => number,
): readonly Element[] {
  const merged = grouped(lately(batches, at, length), merge);
  const order = new Set<string>();
  for (const batch of batches.slice(Math.max(0, at - length + 1), at + 1)) {
    for (const key of new Set(batch.map(keyOf))) {
      order.delete(key);
      order.add(key);
    }
  }
  return [...order].map((key): Element => [key, merged.get(key)!]);
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
