import assert from "node:assert/strict";
import fc from "fast-check";
import { Failure } from "../../runtime/contract/failure.ts";
import { civilFromDays, daysFromCivil } from "../../runtime/value/civil.ts";
import { OutOfRange } from "../../runtime/value/out-of-range.ts";
import { addDays, addMonths, dayOfYear, startOf, week } from "../../stdlib/time/calendar.ts";
import { toTimestamp as epochToTimestamp, parseIso } from "../../stdlib/time/epoch.ts";
import { format } from "../../stdlib/time/format.ts";
import { timeReader, toTimestamp } from "../../stdlib/time/parse.ts";
import { day, hour, minute, month, second, truncate, weekday, year } from "../../stdlib/time/parts.ts";

const APACHE = "dd/MMM/yyyy:HH:mm:ss Z";

const iso = (value: unknown) => (value instanceof Failure ? value.reason : new Date(value as number).toISOString());

describe("functions of time", () => {
  it("read the time stamps of Apache's logs", () => {
    assert.equal(iso(toTimestamp("10/Oct/2000:13:55:36 -0700", APACHE)), "2000-10-10T20:55:36.000Z");
    assert.equal(iso(toTimestamp("29/Feb/2024:00:00:00 +0000", APACHE)), "2024-02-29T00:00:00.000Z");
  });

  it("read the forms that are common elsewhere", () => {
    const cases: [string, string, string][] = [
      ["2026-01-02T03:04:05.678Z", "yyyy-MM-dd'T'HH:mm:ss.SSSX", "2026-01-02T03:04:05.678Z"],
      ["2026-01-02T03:04:05+02:00", "yyyy-MM-dd'T'HH:mm:ssXXX", "2026-01-02T01:04:05.000Z"],
      ["20260102030405", "yyyyMMddHHmmss", "2026-01-02T03:04:05.000Z"],
      ["2/1/26 3:04 PM", "d/M/yy h:mm a", "2026-01-02T15:04:00.000Z"],
      ["12:30 AM", "hh:mm a", "1970-01-01T00:30:00.000Z"],
      ["Fri, 02 January 2026", "EEE, dd MMMM yyyy", "2026-01-02T00:00:00.000Z"],
      ["Jan  2", "MMM  d", "1970-01-02T00:00:00.000Z"],
      ["0.123456", "s.SSSSSS", "1970-01-01T00:00:00.123Z"],
      ["at '5'", "'at' ''s''", "1970-01-01T00:00:05.000Z"],
      ["0026", "yyyy", "0026-01-01T00:00:00.000Z"],
    ];
    for (const [text, pattern, expected] of cases) assert.equal(iso(toTimestamp(text, pattern)), expected, pattern);
  });

  it("read the same by a reader that is made once for a pattern", () => {
    const patterns = [
      APACHE,
      "yyyy-MM-dd HH:mm:ss.SSS",
      "ddMMyyyy",
      "HH:mm Z",
      "MMM dd",
      "yyyy-MM-dd'T'HH:mm:ssXXX",
      "d/M",
    ];
    const cases = fc.constantFrom(...patterns).chain((pattern) =>
      fc.record({
        pattern: fc.constant(pattern),
        zone: fc.constantFrom("UTC", "Europe/Prague"),
        times: fc.array(
          fc.tuple(fc.integer({ min: -60_000_000_000_000, max: 250_000_000_000_000 }), fc.nat(), fc.nat(9)),
        ),
      }),
    );
    fc.assert(
      fc.property(cases, ({ pattern, zone, times }) => {
        const read = timeReader(pattern, zone);
        for (const [time, place, digit] of times) {
          const text = format(time, pattern, zone);
          const at = place % text.length;
          for (const one of [
            text,
            `${text.slice(0, at)}${digit}${text.slice(at + 1)}`,
            text.slice(0, at),
            `${text} `,
          ]) {
            assert.deepEqual(read(one), toTimestamp(one, pattern, zone), one);
          }
        }
      }),
    );
    const read = timeReader("yyyyMMdd");
    // What is no day is not taken for one because its number follows from a day that was read before.
    for (const text of ["20260101", "20251301", "20251232", "20260001", "20260100", "20240229", "20260229"]) {
      assert.deepEqual(read(text), toTimestamp(text, "yyyyMMdd"), text);
    }
    assert.throws(() => timeReader("yyyy-qq"), /has the letter q/);
  });

  it("take the zone where the text has no offset", () => {
    const pattern = "yyyy-MM-dd HH:mm";
    assert.equal(iso(toTimestamp("2026-07-01 12:00", pattern, "Europe/Prague")), "2026-07-01T10:00:00.000Z");
    assert.equal(iso(toTimestamp("2026-01-01 12:00", pattern, "Europe/Prague")), "2026-01-01T11:00:00.000Z");
    assert.equal(iso(toTimestamp("2026-01-01 12:00", pattern, "Asia/Kathmandu")), "2026-01-01T06:15:00.000Z");
    // The hour that the clocks show twice is the earlier one; the hour that they skip is as if they had not.
    assert.equal(iso(toTimestamp("2026-10-25 02:30", pattern, "Europe/Prague")), "2026-10-25T00:30:00.000Z");
    assert.equal(iso(toTimestamp("2026-03-29 02:30", pattern, "Europe/Prague")), "2026-03-29T01:30:00.000Z");
    assert.equal(iso(toTimestamp("2026-01-01 12:00", pattern, "Mars/Base")), 'there is no time zone "Mars/Base"');
  });

  it("fail with a reason", () => {
    assert.equal(iso(toTimestamp("yesterday", APACHE)), `"yesterday" is not a time of the form "${APACHE}"`);
    assert.equal(iso(toTimestamp("2026-01-01 ", "yyyy-MM-dd")), '"2026-01-01 " is not a time of the form "yyyy-MM-dd"');
    for (const text of ["2026-02-29", "2026-13-01", "2026-00-10", "2026-01-32"]) {
      assert.equal(iso(toTimestamp(text, "yyyy-MM-dd")), `"${text}" is not a time that exists`);
    }
    for (const text of ["24:00", "00:60"])
      assert.equal(iso(toTimestamp(text, "HH:mm")), `"${text}" is not a time that exists`);
    assert.equal(iso(toTimestamp("13:00 PM", "hh:mm a")), '"13:00 PM" is not a time that exists');
    assert.match(
      iso(toTimestamp("Mon, 02 Jan 2026", "EEE, dd MMM yyyy")),
      /names a weekday that is not that of its date/,
    );
  });

  it("refuse patterns that are none", () => {
    assert.match(iso(toTimestamp("", "yyyy-QQ")), /has the letter Q: letters are y M d H h m s S a E Z X/);
    assert.throws(() => format(0, "yyyy 'at"), /a quote ' without its end/);
  });

  it("write times", () => {
    const time = Date.UTC(2026, 6, 1, 10, 4, 5, 67);
    assert.equal(format(time, APACHE), "01/Jul/2026:10:04:05 +0000");
    assert.equal(format(time, "yyyy-MM-dd'T'HH:mm:ss.SSSXXX", "Europe/Prague"), "2026-07-01T12:04:05.067+02:00");
    assert.equal(format(time, "EEEE, d MMMM yy, h:mm a"), "Wednesday, 1 July 26, 10:04 AM");
    assert.equal(format(time, "EEE MMM X"), "Wed Jul Z");
    assert.equal(format(time, "ZZ Z", "America/St_Johns"), "-02:30 -0230");
    assert.equal(format(0, "hh a"), "12 AM");
    assert.throws(() => format(0, "HH", "Mars/Base"), /there is no time zone "Mars\/Base"/);
  });

  it("read what they write", () => {
    const pattern = "yyyy-MM-dd HH:mm:ss.SSS Z";
    const zone = fc.constantFrom("UTC", "Europe/Prague", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe");
    const time = fc.integer({ min: Date.UTC(1975, 0, 1), max: Date.UTC(2060, 0, 1) });
    fc.assert(fc.property(time, zone, (ms, name) => toTimestamp(format(ms, pattern, name), pattern) === ms));
  });

  it("agree with the calendar of Date", () => {
    fc.assert(
      fc.property(fc.integer({ min: -100_000_000, max: 100_000_000 }), (days) => {
        const date = new Date(days * 86_400_000);
        const civil = civilFromDays(days);
        const expected = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
        assert.deepEqual(civil, expected);
        assert.equal(daysFromCivil(civil.year, civil.month, civil.day), days);
        assert.equal(weekday(days * 86_400_000), date.getUTCDay() || 7);
      }),
    );
  });

  it("give the parts of a time", () => {
    const time = Date.UTC(2026, 11, 31, 23, 30, 15);
    const parts = [year, month, day, weekday, hour, minute, second];
    assert.deepEqual(
      parts.map((part) => part(time)),
      [2026, 12, 31, 4, 23, 30, 15],
    );
    assert.deepEqual(
      parts.map((part) => part(time, "Europe/Prague")),
      [2027, 1, 1, 5, 0, 30, 15],
    );
    assert.equal(hour(-1), 23);
  });

  it("truncate to the multiple before", () => {
    assert.equal(truncate(1_000_001, 1000), 1_000_000);
    assert.equal(truncate(-1, 1000), -1000);
    assert.throws(() => truncate(0, 0), /a positive duration is needed/);
  });

  it("begin what a calendar has where clocks say so", () => {
    const at = (text: string) => Date.parse(text);
    const cases: [string, Parameters<typeof startOf>[1], string, string][] = [
      ["2026-08-15T10:17:45.678Z", "year", "UTC", "2026-01-01T00:00:00.000Z"],
      ["2026-08-15T10:17:45.678Z", "quarter", "UTC", "2026-07-01T00:00:00.000Z"],
      ["2026-12-31T23:59:59.999Z", "quarter", "UTC", "2026-10-01T00:00:00.000Z"],
      // A Sunday, and the Monday before it.
      ["2026-03-01T00:00:00Z", "week", "UTC", "2026-02-23T00:00:00.000Z"],
      ["1969-12-31T23:59:59.500Z", "second", "UTC", "1969-12-31T23:59:59.000Z"],
      ["2026-08-15T10:17:45.678Z", "minute", "Asia/Kathmandu", "2026-08-15T10:17:00.000Z"],
      ["2026-08-15T10:17:45.678Z", "hour", "Asia/Kathmandu", "2026-08-15T10:15:00.000Z"],
      ["2026-03-29T20:00:00Z", "day", "Europe/Prague", "2026-03-28T23:00:00.000Z"],
      // The hour that the clocks show twice is two hours.
      ["2026-10-25T00:30:00Z", "hour", "Europe/Prague", "2026-10-25T00:00:00.000Z"],
      ["2026-10-25T01:30:00Z", "hour", "Europe/Prague", "2026-10-25T01:00:00.000Z"],
      // A day without its midnight begins when the clocks jump.
      ["2018-11-04T12:00:00Z", "day", "America/Sao_Paulo", "2018-11-04T03:00:00.000Z"],
    ];
    for (const [time, unit, zone, expected] of cases) assert.equal(iso(startOf(at(time), unit, zone)), expected, time);
  });

  it("add months and days as calendars do", () => {
    const at = Date.UTC(2024, 0, 31, 12);
    assert.deepEqual(
      [1, 12, 13, -2, -11].map((months) => iso(addMonths(at, months)).slice(0, 10)),
      ["2024-02-29", "2025-01-31", "2025-02-28", "2023-11-30", "2023-02-28"],
    );
    // Noon stays noon when the clocks change between.
    assert.equal(iso(addDays(Date.UTC(2026, 9, 24, 10), 1, "Europe/Prague")), "2026-10-25T11:00:00.000Z");
    assert.equal(iso(addMonths(Date.UTC(2026, 5, 1, 10), 6, "Europe/Prague")), "2026-12-01T11:00:00.000Z");
    assert.equal(iso(addDays(Date.UTC(2026, 0, 1), -1)), "2025-12-31T00:00:00.000Z");
  });

  it("number weeks after ISO 8601", () => {
    const weekOf = (text: string) => week(Date.parse(text));
    assert.deepEqual(
      ["2020-12-31", "2021-01-03", "2021-01-04", "2024-12-30", "2026-01-01", "2023-01-01"].map(weekOf),
      [53, 53, 1, 1, 1, 52],
    );
    assert.deepEqual([dayOfYear(Date.UTC(2024, 11, 31)), dayOfYear(Date.UTC(2025, 11, 31))], [366, 365]);
  });

  it("take no offset that clocks cannot have", () => {
    const pattern = "yyyy-MM-dd HH:mm Z";
    const read = timeReader(pattern);
    for (const offset of ["+2500", "-9959", "+1801", "+0060", "+1800a"]) {
      const text = `2026-01-01 00:00 ${offset}`;
      for (const found of [toTimestamp(text, pattern), read(text)]) {
        assert.equal(iso(found), `"${text}" is not a time of the form "${pattern}"`);
      }
    }
    assert.equal(iso(read("2026-01-01 00:00 -1800")), "2026-01-01T18:00:00.000Z");
    assert.equal(iso(toTimestamp("2026-01-01 00:00 +18:00", pattern)), "2025-12-31T06:00:00.000Z");
  });

  it("stay within the calendar", () => {
    const last = 8.64e15;
    assert.equal(epochToTimestamp(last), last);
    assert.throws(() => epochToTimestamp(last + 1), OutOfRange);
    assert.throws(() => epochToTimestamp(100_000_001, 86_400_000), OutOfRange);
    assert.throws(() => addMonths(last, 1), OutOfRange);
    assert.throws(() => addDays(-last, -1), OutOfRange);
    assert.throws(() => truncate(-last, 7 * 86_400_000), OutOfRange);
    assert.match(iso(toTimestamp("275760-09-14", "y-MM-dd")), /is not a time that exists/);
  });

  it("count from 1970 in any unit", () => {
    assert.equal(iso(epochToTimestamp(1_767_225_600, 1000)), "2026-01-01T00:00:00.000Z");
    assert.throws(() => epochToTimestamp(2 ** 52, 1000), /is not a timestamp: they go from the year -271821/);
    assert.match(iso(parseIso("2026-02-30T00:00:00Z")), /expected a timestamp/);
    assert.match(iso(parseIso("yesterday")), /expected a timestamp/);
  });
});
