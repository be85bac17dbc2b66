import assert from "node:assert/strict";
import { t } from "../../../runtime/contract/schema.ts";
import { Slice } from "../../../runtime/window/slice.ts";
import { Window } from "../../../runtime/window/window.ts";
import { offsetAt } from "../../../stdlib/time/zone.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

interface Case {
  readonly what: string;
  readonly zone: string;
  readonly from: string;
  readonly to: string;
  readonly window: number;
  readonly slide: number;
  readonly every: number;
  readonly offset?: number;
  /** End of each window in UTC, and how long all of its batches are together, in minutes. */
  readonly expected: readonly (readonly [end: string, minutes: number])[];
}

const prague = { zone: "Europe/Prague", window: DAY, slide: DAY, every: 10 * MINUTE };
const spring = { from: "2026-03-27T23:00Z", to: "2026-03-30T22:00Z" };
const autumn = { from: "2026-10-23T22:00Z", to: "2026-10-26T23:00Z" };

const cases: readonly Case[] = [
  {
    ...prague,
    ...spring,
    what: "a day of 23 hours",
    expected: [
      ["2026-03-28T23:00Z", 1440],
      ["2026-03-29T22:00Z", 1380],
      ["2026-03-30T22:00Z", 1440],
    ],
  },
  {
    ...prague,
    ...autumn,
    what: "a day of 25 hours",
    expected: [
      ["2026-10-24T22:00Z", 1440],
      ["2026-10-25T23:00Z", 1500],
      ["2026-10-26T23:00Z", 1440],
    ],
  },
  {
    ...prague,
    what: "two days, at each midnight",
    window: 2 * DAY,
    ...spring,
    expected: [
      ["2026-03-28T23:00Z", 1440],
      ["2026-03-29T22:00Z", 2820],
      ["2026-03-30T22:00Z", 2820],
    ],
  },
  {
    ...prague,
    what: "days that begin at six",
    offset: 6 * HOUR,
    from: "2026-03-28T05:00Z",
    to: "2026-03-30T04:00Z",
    expected: [
      ["2026-03-29T04:00Z", 1380],
      ["2026-03-30T04:00Z", 1440],
    ],
  },
  {
    ...prague,
    what: "days that begin at a time which the clocks skip",
    offset: 150 * MINUTE,
    from: "2026-03-28T01:30Z",
    to: "2026-03-30T00:30Z",
    expected: [
      ["2026-03-29T01:00Z", 1410],
      ["2026-03-30T00:30Z", 1410],
    ],
  },
  {
    ...prague,
    what: "hours, one of which is skipped",
    window: HOUR,
    slide: HOUR,
    from: "2026-03-29T00:00Z",
    to: "2026-03-29T03:00Z",
    expected: [
      ["2026-03-29T01:00Z", 60],
      ["2026-03-29T02:00Z", 60],
      ["2026-03-29T03:00Z", 60],
    ],
  },
  {
    ...prague,
    what: "hours, one of which the clocks show twice",
    window: HOUR,
    slide: HOUR,
    from: "2026-10-24T23:00Z",
    to: "2026-10-25T03:00Z",
    expected: [
      ["2026-10-25T00:00Z", 60],
      ["2026-10-25T02:00Z", 120],
      ["2026-10-25T03:00Z", 60],
    ],
  },
  {
    ...prague,
    what: "half hours, where the one that the clocks show twice counts once",
    window: HOUR / 2,
    slide: HOUR / 2,
    from: "2026-10-24T23:30Z",
    to: "2026-10-25T02:30Z",
    expected: [
      ["2026-10-25T00:00Z", 30],
      ["2026-10-25T00:30Z", 30],
      ["2026-10-25T02:00Z", 90],
      ["2026-10-25T02:30Z", 30],
    ],
  },
  {
    what: "a zone that changes by half an hour",
    zone: "Australia/Lord_Howe",
    window: DAY,
    slide: DAY,
    every: 10 * MINUTE,
    from: "2026-04-03T13:00Z",
    to: "2026-04-05T13:30Z",
    expected: [
      ["2026-04-04T13:00Z", 1440],
      ["2026-04-05T13:30Z", 1470],
    ],
  },
  {
    what: "a zone whose midnight lies within a batch, which is of the day that it ends in",
    zone: "Asia/Kolkata",
    window: DAY,
    slide: DAY,
    every: HOUR,
    from: "2026-01-01T18:00Z",
    to: "2026-01-03T18:00Z",
    expected: [
      ["2026-01-02T18:00Z", 1440],
      ["2026-01-03T18:00Z", 1440],
    ],
  },
  {
    what: "weeks that begin on Monday, in UTC",
    zone: "UTC",
    window: 7 * DAY,
    slide: 7 * DAY,
    every: HOUR,
    offset: 4 * DAY,
    from: "2026-11-09T00:00Z",
    to: "2026-11-30T00:00Z",
    expected: [
      ["2026-11-16T00:00Z", 10_080],
      ["2026-11-23T00:00Z", 10_080],
      ["2026-11-30T00:00Z", 10_080],
    ],
  },
];

describe("windows by the clocks of a time zone", () => {
  for (const { what, zone, from, to, offset, expected, ...lengths } of cases) {
    it(what, () => {
      const alignment = { localOffset: (time: number) => offsetAt(zone, time), offset: offset ?? null };
      const window = new Window<number>({ ...lengths, alignment, element: t.int });
      const seen: (readonly [string, number])[] = [];
      const { every } = lengths;
      for (let time = Date.parse(from) + every; time <= Date.parse(to); time += every) {
        window.add(time);
        const batch = { time, zeroTime: Date.parse(from) };
        const elements = window.advance(batch);
        if (elements === null) {
          // Where the input ends here, the window comes out with the batch that ends it.
          const next = expected[seen.length]?.[0];
          if (next !== undefined) assert.equal(window.pendingUntil, Date.parse(next));
          continue;
        }
        const end = `${new Date(time).toISOString().slice(0, 16)}Z`;
        seen.push([end, (elements.length * every) / MINUTE]);
      }
      assert.deepEqual(seen, expected);
    });
  }

  it("windows of windows go by the same clocks", () => {
    const alignment = { localOffset: (time: number) => offsetAt("Europe/Prague", time), offset: null };
    const start = Date.parse("2026-10-22T22:00Z");
    const every = 10 * MINUTE;
    const days = new Window<number>({ window: DAY, slide: DAY, every, alignment, element: t.int });
    const pairs = new Window<number>({ window: 2 * DAY, slide: 2 * DAY, every, alignment, element: t.int });
    const seen: number[] = [];
    for (let time = start + every; time <= start + 6 * DAY; time += every) {
      days.add(1);
      const batch = { time, zeroTime: start };
      const day = days.advance(batch);
      if (day === null) continue;
      pairs.add(day.length / 6);
      seen.push(...(pairs.advance(batch) ?? []));
    }
    // The first pair of days since 1970 that ends here has one of them only.
    assert.deepEqual(seen.slice(-4), [24, 25, 24, 24].slice(-seen.length));
  });
});

describe("a slice", () => {
  it("has the batches between its ends, both included, and what is left once the input has ended", () => {
    const slice = new Slice<number>({ from: 3000, to: 2000, every: 1000, element: t.int });
    const seen = [1, 2, 3, 4, 5].map((second) => {
      slice.add(second);
      return slice.advance({ time: second * 1000, zeroTime: 0 });
    });
    assert.deepEqual(seen, [[], [], [1], [1, 2], [2, 3]]);
    const left: (number[] | null)[] = [];
    for (let next = slice.pendingUntil; next !== null; next = slice.pendingUntil) {
      left.push(slice.advance({ time: next, zeroTime: 0 }));
    }
    assert.deepEqual(left, [
      [3, 4],
      [4, 5],
    ]);
  });
});
