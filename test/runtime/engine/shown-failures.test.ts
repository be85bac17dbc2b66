import assert from "node:assert/strict";
import { Figures } from "../../../runtime/engine/figures.ts";
import { shownFailures } from "../../../runtime/engine/shown-failures.ts";
import { createLogs } from "../../../runtime/log/logs.ts";
import { manualClock } from "../../support/manual-clock.ts";
import { testContext } from "../../support/test-context.ts";

describe("failures that metrics show", () => {
  it("are shown for as long as every attempt fails, of several rows of them the longest", async () => {
    const clock = manualClock();
    const figures = new Figures();
    const log = createLogs("text", clock, () => {}).named("a.k");
    const context = {
      ...testContext(),
      clock,
      log,
      observe: (figure: Parameters<NonNullable<ReturnType<typeof testContext>["observe"]>>[0]) =>
        figures.add({ ...figure, component: "a.k" }),
    };
    const [first, second] = [shownFailures(context), shownFailures(context)];
    const shown = () => [...figures].map(({ name, read }) => [name, read()]);
    assert.deepEqual(shown(), [["failingSeconds", 0]]);
    first.failed("refused", {});
    assert.ok(Number(shown()[0]?.[1]) > 0, "also at the first failure");
    await clock.advance(5000);
    second.failed("refused", {});
    await clock.advance(2000);
    assert.deepEqual(shown(), [["failingSeconds", 7]]);
    first.succeeded();
    assert.deepEqual(shown(), [["failingSeconds", 2]]);
    second.succeeded();
    assert.deepEqual(shown(), [["failingSeconds", 0]]);
  });
});
