import type { Schema } from "../schema.ts";
import { compareBatches, compareLists, type Difference, nearestBatch } from "./differences.ts";
import { showValue } from "./show-value.ts";
import type { Seen, SeenBatch } from "./test-part.ts";
import type { Expectation, TestTarget } from "./test-steps.ts";

/** Why an expectation, or the program under test, has failed. */
export interface TestFailure {
  /** Number of the statement in the test, from 0; null where it is the test as a whole. */
  readonly member: number | null;
  /** Where in the `.flow` file the program failed; null where `member` says it. */
  readonly place: string | null;
  readonly message: string;
  readonly differences: readonly Difference[];
}

/** A part that may have been sent whole batches. */
export type Watched = Seen & { readonly batches?: readonly SeenBatch[] };

/** Null when it holds. */
export function judge(expectation: Expectation, partOf: (target: TestTarget) => Watched): TestFailure | null {
  const failure = (message: string, differences: readonly Difference[]): TestFailure => ({
    member: expectation.member,
    place: null,
    message,
    differences,
  });
  switch (expectation.kind) {
    case "batches": {
      const { element, target } = expectation;
      const wanted = expectation.wanted.map((batch) => shown(element, batch as readonly unknown[]));
      const found = (partOf(target).batches ?? []).map(({ elements }) => shown(element, elements));
      const differences = compareBatches(wanted, found);
      if (wanted.length !== found.length) {
        return failure(`${wanted.length} ${batches(wanted.length)} expected, ${found.length} found`, differences);
      }
      return differences.length === 0 ? null : failure("not what was expected", differences);
    }
    case "all": {
      const { element, wanted, target } = expectation;
      const difference = compareLists(shown(element, wanted), shown(element, partOf(target).bodies));
      return difference === null ? null : failure("not what was expected", [difference]);
    }
    case "contains": {
      const { element, wanted, target } = expectation;
      const { bodies, batches } = partOf(target);
      const lists = batches?.map(({ elements }) => elements) ?? [bodies];
      const found = lists.map((list) => shown(element, list));
      const difference = nearestBatch(shown(element, wanted), found, batches !== undefined);
      if (difference === null) return null;
      const none = batches === undefined ? "it does not contain these" : "no batch contains all of these";
      return failure(difference.batch === null ? none : `${none}; batch ${difference.batch} comes nearest`, [
        difference,
      ]);
    }
    case "value": {
      const { schema, wanted, found } = expectation;
      const difference = compareLists([showValue(schema, wanted)], [showValue(schema, found)]);
      return difference === null ? null : failure("not what was expected", [difference]);
    }
    case "within": {
      const { schema, wanted, found } = expectation;
      const lists = [shown(schema, found as readonly unknown[])];
      const difference = nearestBatch(shown(schema, wanted as readonly unknown[]), lists, false);
      return difference === null ? null : failure("it does not contain these", [difference]);
    }
  }
}

function shown(element: Schema, elements: readonly unknown[]): string[] {
  return elements.map((one) => showValue(element, one));
}

function batches(count: number): string {
  return count === 1 ? "batch" : "batches";
}
