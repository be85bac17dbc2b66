/** Steps behind pairs that keep something for each key between batches. */
import type { Choices } from "../choices.ts";
import { keyOf, numberOf, type Step } from "./step.ts";
import type { Element } from "./terms.ts";

export const STATEFUL: readonly ((choices: Choices) => Step)[] = [updateStateByKey, mapWithState, process, dedupe];

/** What is kept for a key: null where the batch under way has removed it, which keeps its place until the batch ends. */
interface Kept {
  value: number | null;
  at: number;
}

/** Sums, of which negative ones are forgotten. Every key is asked in each batch. */
function updateStateByKey(): Step {
  const text =
    ".updateStateByKey((vs, s: int?) => vs.reduce((a, b) => a + b, s else 0) < 0 ? null : vs.reduce((a, b) => a + b, s else 0))";
  return {
    text,
    kind: "pair",
    of(batches) {
      const states = new Map<string, number>();
      return batches.map((batch) => {
        const values = new Map<string, number>();
        for (const one of batch) values.set(keyOf(one), (values.get(keyOf(one)) ?? 0) + numberOf(one));
        for (const key of new Set([...states.keys(), ...values.keys()])) {
          const sum = (states.get(key) ?? 0) + (values.get(key) ?? 0);
          if (sum < 0) states.delete(key);
          else states.set(key, sum);
        }
        return [...states];
      });
    },
  };
}

/** Gives the sum before each value, and forgets odd sums, and keys that are silent for too long. */
function mapWithState(choices: Choices): Step {
  const timeout = choices.chance(50) ? 1 + choices.below(2) : null;
  const ending = timeout === null ? "" : `, timeout: ${timeout}s, onTimeout: (k, s) => (k, s)`;
  const update =
    "(k, v, s: int?) => (((s else 0) + v) mod 2 else 0) == 0 ? ((s else 0) + v, (k, s else 0)) : (null, (k, 0 - 1))";
  return {
    text: `.mapWithState(${update}${ending})`,
    kind: "pair",
    of(batches) {
      const states = new Map<string, Kept>();
      return batches.map((batch, at) => {
        const results: Element[] = [];
        for (const one of batch) {
          const before = states.get(keyOf(one))?.value ?? 0;
          const sum = before + numberOf(one);
          const isKept = sum % 2 === 0;
          results.push([keyOf(one), isKept ? before : -1]);
          keep(states, keyOf(one), isKept ? sum : null, at);
        }
        forget(states);
        for (const [key, kept] of states) {
          if (timeout === null || kept.at >= at - timeout) continue;
          results.push([key, kept.value!]);
          kept.value = null;
        }
        forget(states);
        return results;
      });
    },
  };
}

/** Gives each key once it has been silent for a while. */
function process(choices: Choices): Step {
  const rest = 1 + choices.below(2);
  const options = [
    "onElement: (k, v, s: timestamp?, now) => (v < 0 ? null : now, [(k, v)])",
    `wakeAt: (k, s) => s + ${rest}s`,
    "onTimer: (k, s) => (null, [(k, 100)])",
  ];
  return {
    text: `.process(${options.join(", ")})`,
    kind: "pair",
    of(batches) {
      const states = new Map<string, Kept>();
      return batches.map((batch, at) => {
        const results: Element[] = [];
        for (const one of batch) {
          results.push(one);
          keep(states, keyOf(one), numberOf(one) < 0 ? null : 0, at);
        }
        forget(states);
        for (const [key, kept] of states) {
          if (kept.at + rest > at) continue;
          results.push([key, 100]);
          kept.value = null;
        }
        forget(states);
        return results;
      });
    },
  };
}

/** Gives the first of each key that has been away for a while. */
function dedupe(choices: Choices): Step {
  const within = 1 + choices.below(3);
  return {
    text: `.dedupe(by: (k, v) => k, within: ${within}s)`,
    kind: "pair",
    of(batches) {
      const seen = new Map<string, number>();
      return batches.map((batch, at) =>
        batch.filter((one) => {
          const last = seen.get(keyOf(one));
          seen.set(keyOf(one), at);
          return last === undefined || last + within < at;
        }),
      );
    },
  };
}

function keep(states: Map<string, Kept>, key: string, value: number | null, at: number): void {
  const known = states.get(key);
  if (known !== undefined) Object.assign(known, { value, at });
  else if (value !== null) states.set(key, { value, at });
}

function forget(states: Map<string, Kept>): void {
  for (const [key, { value }] of states) if (value === null) states.delete(key);
}
