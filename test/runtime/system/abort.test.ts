import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { awaitAbort, unlessAborted } from "../../../runtime/system/abort.ts";

describe("waiting for an abort", () => {
  it("ends with the work or with the abort, whichever is first, and leaves no listener behind", async () => {
    const { signal } = new AbortController();
    assert.equal(await unlessAborted(signal, Promise.resolve()), true);
    await assert.rejects(unlessAborted(signal, Promise.reject(new Error("no"))), /no/);
    assert.deepEqual(getEventListeners(signal, "abort"), []);
    const stopping = new AbortController();
    const waiting = unlessAborted(stopping.signal, new Promise(() => {}));
    stopping.abort();
    assert.equal(await waiting, false);
    assert.equal(await unlessAborted(stopping.signal, new Promise(() => {})), false);
    // What is done already counts, whatever else has happened.
    assert.equal(await unlessAborted(stopping.signal, Promise.resolve()), true);
  });

  it("listens no longer than somebody wants to know", async () => {
    const stopping = new AbortController();
    const unneeded = new AbortController();
    void awaitAbort(stopping.signal, unneeded.signal);
    assert.equal(getEventListeners(stopping.signal, "abort").length, 1);
    unneeded.abort();
    assert.deepEqual(getEventListeners(stopping.signal, "abort"), []);
    stopping.abort();
    await awaitAbort(stopping.signal);
  });
});
