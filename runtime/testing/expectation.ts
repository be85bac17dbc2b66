import { type Schema, t } from "../contract/schema.ts";
import { compareBatches, compareLists, type Difference, differInOrder, nearestBatch } from "./differences.ts";
import { type Observed, observe } from "./observed.ts";
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
  /** What would hold in the place of what was expected; null where it is not an expectation that failed. */
  readonly observed: Observed | null;
}

/** A part that may have been sent whole batches. */
export type Watched = Seen & { readonly batches?: readonly SeenBatch[] };

const DIFFERS = "not what was expected";
const IN_ANOTHER_ORDER = "the same elements, in another order";
const NOT_NEAR = "no batch has any of what is expected, so that none can be chosen";

/** Null when it holds. */
export function judge(expectation: Expectation, partOf: (target: TestTarget) => Watched): TestFailure | null {
  const failure = (message: string, differences: readonly Difference[], observed: Observed): TestFailure => ({
    member: expectation.member,
    place: null,
    message,
    differences,
    observed,
  });
  switch (expectation.kind) {
    case "batches": {
      const { element, target, ordered = false } = expectation;
      const wanted = expectation.wanted.map((batch) => shown(element, batch as readonly unknown[]));
      const seen = (partOf(target).batches ?? []).map(({ elements }) => elements);
      const found = seen.map((elements) => shown(element, elements));
      const differences = compareBatches(wanted, found, ordered);
      const [many, came] = [wanted.length, found.length];
      if (many === came && differences.length === 0) return null;
      const alike = differInOrder(differences) ? IN_ANOTHER_ORDER : DIFFERS;
      const message = many === came ? alike : `${many} ${batches(many)} expected, ${came} found`;
      return failure(message, differences, observe(t.array(t.array(element)), seen));
    }
    case "all": {
      const { element, wanted, target } = expectation;
      const sent = elementsOf(target, partOf(target));
      const difference = compareLists(shown(element, wanted), shown(element, sent));
      return difference === null ? null : failure(DIFFERS, [difference], observe(t.array(element), sent));
    }
    case "contains": {
      const { element, wanted, target } = expectation;
      const part = partOf(target);
      const { batches } = part;
      const lists = batches?.map(({ elements }) => elements) ?? [elementsOf(target, part)];
      const found = lists.map((list) => shown(element, list));
      const difference = nearestBatch(shown(element, wanted), found, batches !== undefined);
      if (difference === null) return null;
      const none = batches === undefined ? "it does not contain these" : "no batch contains all of these";
      const message = difference.batch === null ? none : `${none}; batch ${difference.batch} comes nearest`;
      const nearest = lists.length === 1 ? lists[0] : lists[(difference.batch ?? 0) - 1];
      const observed = nearest === undefined ? { why: NOT_NEAR } : observe(t.array(element), nearest);
      return failure(message, [difference], observed);
    }
    case "value": {
      const { schema, wanted, found } = expectation;
      const difference = compareLists([showValue(schema, wanted)], [showValue(schema, found)]);
      return difference === null ? null : failure(DIFFERS, [difference], observe(schema, found));
    }
    case "within": {
      const { schema, wanted, found } = expectation;
      const lists = [shown(schema, found as readonly unknown[])];
      const difference = nearestBatch(shown(schema, wanted as readonly unknown[]), lists, false);
      if (difference === null) return null;
      return failure("it does not contain these", [difference], observe(t.array(schema), found));
    }
  }
}

/** What was sent to a part, as its target asks for it. */
function elementsOf(target: TestTarget, { events }: Seen): readonly unknown[] {
  return target.events ? events : events.map(({ body }) => body);
}

function shown(element: Schema, elements: readonly unknown[]): string[] {
  return elements.map((one) => showValue(element, one));
}

function batches(count: number): string {
  return count === 1 ? "batch" : "batches";
}
