import assert from "node:assert/strict";
import fc from "fast-check";
import { partsOf, readEntries } from "../../../cli/record/entry-lines.ts";
import type { RecordedEvent } from "../../../cli/record/recorded-value.ts";
import type { Entry } from "../../../cli/record/recording.ts";

describe("the lines of a recording", () => {
  const plain = <T>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }) => fc.record(fields, { noNullPrototype: true });
  // As a file gives it back: UTF-8 cannot hold a lone surrogate.
  const written = (entries: readonly Entry[]) => Buffer.from(entries.flatMap(partsOf).join("")).toString().split("\n");

  const text = fc.oneof(
    fc.constantFrom("", "a\nb", "\r", "\u2028", "\ud800", '{"put":1}'),
    fc.string({ unit: "binary" }),
  );
  const event: fc.Arbitrary<RecordedEvent> = fc.oneof(
    { weight: 9, arbitrary: text },
    plain({ body: text, headers: fc.constant([["a", "b"] as const]) }),
  );
  const events = fc.array(event, { maxLength: 4 });
  const entry: fc.Arbitrary<Entry> = fc.oneof(
    plain({ at: fc.nat(), put: fc.constant("a1.r1"), n: fc.nat(), events }),
    plain({
      at: fc.nat(),
      batch: fc.constant("s"),
      time: fc.nat(),
      zero: fc.nat(),
      inputs: fc.dictionary(fc.constantFrom("a", "b", "c"), events, { noNullPrototype: true }),
      over: fc.constant([]),
    }),
    fc.constant<Entry>({ at: 1, start: true }),
  );

  it("are read as the entries that they are", () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 5 }), (entries) => {
        const lines = written(entries);
        assert.equal(lines.pop(), "");
        assert.deepEqual(readEntries(lines, "x"), { entries, isTorn: false });
      }),
      { numRuns: 500 },
    );
  });

  it("have plain text as it is", () => {
    const put: Entry = { at: 1, put: "a1.r1", n: 1, events: ['say "x"', "y"] };
    assert.equal(partsOf(put).join(""), '{"at":1,"put":"a1.r1","n":1,"events":2}\nsay "x"\ny\n');
  });

  it("are torn where a kill has left only some of them", () => {
    const whole: Entry = { at: 1, put: "a1.r1", n: 1, events: ["x", "y"] };
    const lines = written([whole, { ...whole, n: 2 }]).slice(0, -1);
    for (let count = 3; count < lines.length; count++) {
      const { entries, isTorn } = readEntries(lines.slice(0, count), "x");
      assert.deepEqual([entries, isTorn], [[whole], count > 3]);
    }
  });

  it("may have all events as JSON, as recordings of format 1 do", () => {
    const put: Entry = { at: 1, put: "a1.r1", n: 1, events: ["x", "y"] };
    assert.deepEqual(readEntries([JSON.stringify(put)], "x"), { entries: [put], isTorn: false });
  });

  it("are damaged where they count what cannot be counted", () => {
    for (const events of [-1, 0.5]) {
      const lines = [JSON.stringify({ at: 1, put: "a1.r1", n: 1, events }), "x"];
      assert.throws(() => readEntries(lines, "a.jsonl"), { message: "a.jsonl:1: the recording is damaged here" });
    }
  });
});
