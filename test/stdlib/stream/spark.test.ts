/** Spark's operations: each means the same here, or a page says how it is done. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { expectBatches } from "../../support/expect-batches.ts";
import { EXAMPLES, GIVEN, SPARK_OPERATIONS } from "./spark-operations.ts";

describe("an operation of Spark", function () {
  this.timeout(60_000);

  const page = readFileSync("docs/from-spark.md", "utf8");

  for (const name of Object.values(SPARK_OPERATIONS).flat()) {
    const example = EXAMPLES[name];
    it(`${name} ${example === undefined ? "has an answer" : "means here what it means there"}`, async () => {
      assert.ok(page.includes(`\n| \`${name}\` |`), `docs/from-spark.md has no row for ${name}`);
      if (example === undefined) {
        assert.ok(!page.includes(`\n| \`${name}\` | the same`), `${name} is there, and has no example`);
        return;
      }
      const used = Object.entries(GIVEN).filter(([topic]) => example.result.includes(topic));
      await expectBatches({ given: Object.fromEntries(used), ...example });
    });
  }

  it("has an example only where it is one", () => {
    const names: readonly string[] = Object.values(SPARK_OPERATIONS).flat();
    assert.deepEqual(
      Object.keys(EXAMPLES).filter((name) => !names.includes(name)),
      [],
    );
  });
});
