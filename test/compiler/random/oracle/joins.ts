/** Operators of two streams of pairs, with what they make of two batches; of what joins give, how many each key has. */
import type { Element } from "./terms.ts";

interface Join {
  text(other: string): string;
  of(these: readonly Element[], others: readonly Element[]): readonly Element[];
}

type Pair = readonly [key: string, value: number];

/** How many pairs a key has that so many values of this stream and of the other have. */
type Counting = (values: number, others: number) => number;

export const JOINS: readonly Join[] = [
  counted("join", (values, others) => values * others),
  counted("leftOuterJoin", (values, others) => values * Math.max(others, 1)),
  counted("rightOuterJoin", (values, others) => Math.max(values, 1) * others),
  counted("fullOuterJoin", (values, others) => Math.max(values, 1) * Math.max(others, 1)),
  counted("cogroup", () => 1),
  {
    text: (other) => `.subtractByKey(${other})`,
    of: (these, others) => these.filter((one) => countOf(others, (one as Pair)[0]) === 0),
  },
];

function counted(name: string, count: Counting): Join {
  return {
    text: (other) => `.${name}(${other}).map((k, both) => k).countByValue()`,
    of(these, others) {
      const keys = [...new Set([...these, ...others].map((one) => (one as Pair)[0]))];
      return keys.flatMap((key): Element[] => {
        const found = count(countOf(these, key), countOf(others, key));
        return found === 0 ? [] : [[key, found]];
      });
    },
  };
}

function countOf(batch: readonly Element[], key: string): number {
  return batch.filter((one) => (one as Pair)[0] === key).length;
}
