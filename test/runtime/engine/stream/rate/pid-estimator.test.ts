import assert from "node:assert/strict";
import { PidEstimator } from "../../../../../runtime/engine/stream/rate/pid-estimator.ts";

describe("the estimator of back-pressure", () => {
  /** An estimator of an interval of one second that has seen 1000 events in half a second. */
  function begun(): PidEstimator {
    const estimator = new PidEstimator(1000);
    assert.equal(estimator.update({ time: 1000, events: 1000, processing: 500, waited: 0 }), null);
    return estimator;
  }

  it("gives what the last batch has shown, less a fifth of what has gathered while it waited", () => {
    const estimator = begun();
    assert.equal(estimator.update({ time: 2000, events: 1000, processing: 1000, waited: 0 }), 1000);
    // 500 ms at 1000 a second have gathered 500 events.
    assert.equal(estimator.update({ time: 3000, events: 1000, processing: 1000, waited: 500 }), 900);
    assert.equal(estimator.update({ time: 4000, events: 900, processing: 300, waited: 0 }), 3000);
  });

  it("counts what has gathered against the interval", () => {
    const estimator = new PidEstimator(10_000);
    estimator.update({ time: 10_000, events: 10_000, processing: 10_000, waited: 0 });
    // 5 s at 1000 a second are 5000 events, half of what an interval has.
    assert.equal(estimator.update({ time: 20_000, events: 10_000, processing: 10_000, waited: 5000 }), 900);
  });

  it("never gives less than 100 a second", () => {
    assert.equal(begun().update({ time: 2000, events: 10, processing: 1000, waited: 0 }), 100);
  });

  it("learns nothing from a batch without events, one that took no time, and one that is not later", () => {
    const estimator = begun();
    assert.equal(estimator.update({ time: 2000, events: 0, processing: 1000, waited: 0 }), null);
    assert.equal(estimator.update({ time: 2000, events: 1000, processing: 0, waited: 0 }), null);
    assert.equal(estimator.update({ time: 1000, events: 1000, processing: 1000, waited: 0 }), null);
    assert.equal(estimator.update({ time: 2000, events: 1000, processing: 1000, waited: 0 }), 1000);
  });
});
