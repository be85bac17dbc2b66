import assert from "node:assert/strict";
import fc from "fast-check";
import { type JoinedRecord, RecordJoiner, type RecordRules } from "../../../stdlib/support/framing/record-joiner.ts";

describe("RecordJoiner", () => {
  const faults: string[] = [];

  beforeEach(() => faults.splice(0));

  function joiner(rules: Partial<RecordRules>): RecordJoiner {
    const all = {
      records: "lines",
      recordStart: null,
      maxRecordLines: 1000,
      maxRecordSize: 100_000,
      ...rules,
    } as const;
    return new RecordJoiner(all, (fault) => faults.push(fault));
  }

  /** What is whole after all lines, and what is left of the rest. */
  function join(rules: Partial<RecordRules>, lines: readonly string[]) {
    const made = joiner(rules);
    for (const line of lines) made.push(line);
    return { whole: made.take().map(({ text }) => text), rest: made.flush().map(({ text }) => text) };
  }

  it("begins a record at each line that matches: a Java stack trace", () => {
    const trace = [
      "2026-01-01 10:00:00 ERROR no such user",
      "java.lang.IllegalStateException: no such user",
      "\tat com.example.Users.find(Users.java:12)",
      "",
      "Caused by: java.io.IOException",
    ];
    const lines = ["no start", "2026-01-01 09:59:59 INFO up", ...trace, "2026-01-01 10:00:01 INFO next"];
    assert.deepEqual(join({ recordStart: /^\d{4}-/g }, lines), {
      whole: ["no start", "2026-01-01 09:59:59 INFO up", trace.join("\n")],
      rest: ["2026-01-01 10:00:01 INFO next"],
    });
    assert.deepEqual(faults, []);
  });

  it("continues at a blank or a tab, or behind a backslash", () => {
    assert.deepEqual(join({ records: "indented" }, ["a", " b", "\tc", "d"]), { whole: ["a\n b\n\tc"], rest: ["d"] });
    assert.deepEqual(join({ records: "indented" }, [" a", "b"]), { whole: [" a"], rest: ["b"] });
    assert.deepEqual(join({ records: "backslash" }, ["a \\", "b\\", "c", "d"]), {
      whole: ["a \\\nb\\\nc", "d"],
      rest: [],
    });
    assert.deepEqual(join({ records: "backslash" }, ["a\\"]), { whole: [], rest: ["a\\"] });
    assert.deepEqual(faults, ["unfinishedRecords"]);
  });

  it("keeps fields with newlines in quotes together", () => {
    const lines = ['1,"a', 'b ""quoted""', 'c",2', '3,"""",4', "5"];
    assert.deepEqual(join({ records: "csv" }, lines), {
      whole: [lines.slice(0, 3).join("\n"), lines[3], "5"],
      rest: [],
    });
  });

  it("recovers from a quote that nobody closes", () => {
    assert.deepEqual(join({ records: "csv", maxRecordLines: 3 }, ['a"', "b", "c", "d", "e"]).whole, [
      'a"\nb\nc',
      "d",
      "e",
    ]);
    assert.deepEqual(faults, ["longRecords"]);
  });

  it("puts the parts of a line in a log of containerd together, each stream by itself", () => {
    const at = "2026-01-01T00:00:00.1Z";
    const lines = [
      `${at} stdout P one `,
      `${at} stderr F whole`,
      `${at} stdout P two `,
      "not of this format",
      `${at} stdout F three`,
      `${at} stdout F `,
      `${at} stderr P:extra left`,
    ];
    assert.deepEqual(join({ records: "cri" }, lines), {
      whole: [`${at} stdout F one two three`, lines[1], lines[3], lines[5]],
      rest: [`${at} stderr F left`],
    });
    assert.deepEqual(faults, ["unfinishedRecords"]);
  });

  it("puts the parts of a line in Docker's log together", () => {
    const part = (log: string, stream = "stdout", time = "t1") => JSON.stringify({ log, stream, time });
    const lines = [part('a "'), part("other\n", "stderr"), part("b\\n"), part("c\n", "stdout", "t2"), part("d\n"), "{"];
    assert.deepEqual(join({ records: "docker" }, lines).whole, [part('a "b\\nc\n'), lines[1], lines[4], "{"]);
  });

  it("ends a record of too many lines or bytes, and says so", () => {
    const start = { recordStart: /^#/ };
    assert.deepEqual(join({ ...start, maxRecordLines: 2 }, ["#1", "a", "b", "#2"]).whole, ["#1\na", "b"]);
    assert.deepEqual(join({ ...start, maxRecordSize: 5 }, ["#1", "ž", "ž", "#2"]).whole, ["#1\nž", "ž"]);
    assert.deepEqual(faults, ["longRecords", "longRecords"]);
  });

  it("holds no more streams than a container has, whatever their names are", () => {
    const made = joiner({ records: "docker" });
    for (let stream = 0; stream < 100; stream++) made.push(JSON.stringify({ log: "x", stream: String(stream) }));
    assert.equal(made.take().length, 84);
  });

  it("loses and repeats no line, and can begin again wherever it says so", () => {
    const line = fc.oneof(
      fc.constantFrom("#start", " more", "end\\", '"', "plain", ""),
      fc.constantFrom("t stdout P a", "t stdout F b", "t stderr P c", "t stderr F d"),
    );
    const rules = fc.oneof(
      fc.record({ recordStart: fc.constant(/^#/), maxRecordLines: fc.integer({ min: 1, max: 5 }) }),
      fc.record({
        records: fc.constantFrom("indented", "backslash", "csv", "cri" as const),
        maxRecordLines: fc.integer({ min: 1, max: 5 }),
      }),
    );
    const all = (own: RecordJoiner, lines: readonly string[]): JoinedRecord[] => {
      for (const one of lines) own.push(one);
      return [...own.take(), ...own.flush()];
    };
    fc.assert(
      fc.property(rules, fc.array(line, { maxLength: 30 }), (own, lines) => {
        const records = all(joiner(own), lines);
        assert.equal(
          records.reduce((sum, record) => sum + record.lines, 0),
          lines.length,
        );
        assert.equal(records.at(-1)?.safe ?? 0, lines.length);
        for (const [index, { safe }] of records.entries()) {
          if (safe === (records[index - 1]?.safe ?? 0)) continue;
          const later = all(joiner(own), lines.slice(safe)).map(({ text }) => text);
          assert.deepEqual(
            later,
            records.slice(index + 1).map(({ text }) => text),
          );
        }
      }),
      { numRuns: 500 },
    );
  });
});
