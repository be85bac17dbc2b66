import type { Schema } from "../contract/schema.ts";

/** A part of the program that a test feeds or looks at; names are qualified: `a1.r1`. */
export type TestTarget = (
  | { readonly topic: object }
  | { readonly table: object }
  | { readonly source: string }
  | { readonly channel: string }
  | { readonly sink: string }
  | { readonly input: string }
  | { readonly output: string }
) & {
  /** True where elements are whole events, not bodies alone. */
  readonly events?: boolean;
};

/** Statements of a test with their values. `member` is the number of the statement in the test, from 0. */
export type TestStep =
  | { readonly kind: "given"; readonly target: TestTarget; readonly batches: readonly (readonly unknown[])[] }
  | { readonly kind: "advance"; readonly ms: number }
  | { readonly kind: "failure"; readonly member: number; readonly owner: string; readonly reason: string }
  | Expectation;

/** What an `expect` of a test block compares, and with what. */
export type Expectation =
  | {
      readonly kind: "batches" | "all" | "contains";
      readonly member: number;
      readonly target: TestTarget;
      readonly element: Schema;
      readonly wanted: readonly unknown[];
      /** Elements of each batch are compared in their order. */
      readonly ordered?: boolean;
    }
  | {
      readonly kind: "value" | "within";
      readonly member: number;
      readonly schema: Schema;
      readonly found: unknown;
      readonly wanted: unknown;
    };

/** What the statements of a test are written to. */
export interface TestWriter {
  /** `given target = batches` */
  given(target: TestTarget, batches: readonly (readonly unknown[])[]): void;
  /** `advance ms` */
  advance(ms: number): void;
  /** `expect target == wanted`, batch by batch; `ordered` where the order of elements counts. */
  expectBatches(
    member: number,
    target: TestTarget,
    element: Schema,
    wanted: readonly (readonly unknown[])[],
    ordered?: boolean,
  ): void;
  /** `expect target == wanted`, everything that was sent there. */
  expectAll(member: number, target: TestTarget, element: Schema, wanted: readonly unknown[]): void;
  /** `expect target contains wanted` */
  expectContains(member: number, target: TestTarget, element: Schema, wanted: readonly unknown[]): void;
  /** `expect found == wanted` of plain values. */
  expectValue(member: number, schema: Schema, found: unknown, wanted: unknown): void;
  /** `expect owner fails reason`; the reason may be a part of it. */
  expectFailure(member: number, owner: string, reason?: string): void;
  /** `expect found contains wanted` of plain arrays. */
  expectWithin(member: number, element: Schema, found: readonly unknown[], wanted: readonly unknown[]): void;
}

/** A `test` block. */
export interface TestBlock {
  readonly name: string;
  /** Names of the streams whose parts it names. */
  readonly streams: readonly string[];
  write(test: TestWriter): void;
}

/** The steps of a test, in order. Throws what one of its expressions throws. */
export function stepsOf(block: TestBlock): TestStep[] {
  const steps: TestStep[] = [];
  block.write({
    given: (target, batches) => steps.push({ kind: "given", target, batches }),
    advance: (ms) => steps.push({ kind: "advance", ms }),
    expectBatches: (member, target, element, wanted, ordered = false) =>
      steps.push({ kind: "batches", member, target, element, wanted, ordered }),
    expectAll: (member, target, element, wanted) => steps.push({ kind: "all", member, target, element, wanted }),
    expectContains: (member, target, element, wanted) =>
      steps.push({ kind: "contains", member, target, element, wanted }),
    expectValue: (member, schema, found, wanted) => steps.push({ kind: "value", member, schema, found, wanted }),
    expectFailure: (member, owner, reason = "") => steps.push({ kind: "failure", member, owner, reason }),
    expectWithin: (member, schema, found, wanted) => steps.push({ kind: "within", member, schema, found, wanted }),
  });
  return steps;
}
