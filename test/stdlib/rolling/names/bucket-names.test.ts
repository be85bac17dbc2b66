import assert from "node:assert/strict";
import { type BucketNameOptions, BucketNames } from "../../../../stdlib/support/rolling/names/bucket-names.ts";
import { parseTemplate } from "../../../../stdlib/support/rolling/names/template.ts";
import { timeEscapes } from "../../../../stdlib/support/rolling/names/time-escapes.ts";
import { zoneOffset } from "../../../../stdlib/support/rolling/names/wall-clock.ts";

const hosts = { localhost: "web1", ip: "10.1.2.3", fqdn: "web1.example.com" };

function bucketNames(path: string, filePrefix: string, options: Partial<BucketNameOptions> & { zone?: string } = {}) {
  return new BucketNames({
    path: parseTemplate(path, hosts),
    filePrefix: parseTemplate(filePrefix, hosts),
    offsetAt: zoneOffset(options.zone ?? "UTC"),
    round: null,
    useLocalTimeStamp: false,
    besidePrefix: 0,
    forbidden: /\p{Cc}/gu,
    ...options,
  });
}

function directory(path: string, time: string | number, options: Partial<BucketNameOptions> & { zone?: string } = {}) {
  return bucketNames(path, "p", options).of(new Map([["timestamp", String(time)]]), 0).directory;
}

describe("escapes of the hdfs sink", () => {
  // Thursday; the letters and their form are those of Flume 1.11's user guide.
  const time = Date.UTC(2005, 2, 3, 23, 5, 25, 7);
  const shown: Readonly<Record<string, string>> = {
    t: String(time),
    s: String(Math.floor(time / 1000)),
    a: "Thu",
    A: "Thursday",
    b: "Mar",
    B: "March",
    c: "Thu Mar 3 23:05:25 2005",
    D: "03/03/05",
    Y: "2005",
    y: "05",
    m: "03",
    n: "3",
    d: "03",
    e: "3",
    j: "062",
    H: "23",
    I: "11",
    k: "23",
    l: "11",
    M: "05",
    p: "PM",
    S: "25",
    z: "+0000",
  };

  it("are tested with every letter there is", () => {
    assert.deepEqual(Object.keys(shown).sort(), Object.keys(timeEscapes).sort());
  });

  for (const [letter, text] of Object.entries(shown)) {
    it(`%${letter} is ${text}`, () => {
      assert.equal(directory(`/%${letter}!`, time), `/${text}!`);
    });
  }

  it("write the hours of a night and the first of a month as Flume does", () => {
    assert.equal(directory("/%H %I %k %l %p", Date.UTC(2026, 0, 1, 0, 30)), "/00 12 0 12 AM");
    assert.equal(directory("/%H %I %k %l %p", Date.UTC(2026, 0, 1, 9, 30)), "/09 09 9 9 AM");
    assert.equal(directory("/%H %I %k %l %p", Date.UTC(2026, 0, 1, 12, 30)), "/12 12 12 12 PM");
    assert.equal(directory("/%d %e %m %n %j", Date.UTC(2026, 0, 9)), "/09 9 01 1 009");
    assert.equal(directory("/%j", Date.UTC(2028, 11, 31)), "/366");
  });

  it("take a timestamp as Java's Long.valueOf does, and nothing else", () => {
    assert.equal(directory("/%Y/%t", "+1339502074000"), "/2012/1339502074000");
    assert.equal(directory("/%Y/%t", "0001339502074000"), "/2012/1339502074000");
    assert.equal(directory("/%Y", "-0"), "/1970");
    for (const text of ["", " 1", "1.5", "1e3", "0x1", "8640000000000001", "+"]) {
      assert.throws(() => directory("/%Y", text), /not milliseconds since 1970/, text);
    }
  });

  it("refuse a name that no file system takes", () => {
    const names = bucketNames("/a/%{h}/b", "%{p}", { besidePrefix: 20 });
    const named = (h: string, p = "") =>
      names.of(
        new Map([
          ["h", h],
          ["p", p],
        ]),
        0,
      ).directory;
    assert.equal(named("x".repeat(255)), `/a/${"x".repeat(255)}/b`);
    assert.throws(() => named("x".repeat(256)), /would have 256 bytes; a file system takes 255/);
    assert.throws(() => named("ä".repeat(128)), /would have 256 bytes/);
    assert.throws(() => named("x", "y".repeat(236)), /would have 256 bytes/);
    assert.throws(() => named("d/".repeat(4000)), /would have 8004 characters, too many/);
    assert.equal(named("ok"), "/a/ok/b");
  });

  it("take offsets from GMT for zones, as Java does", () => {
    const at = Date.UTC(2026, 0, 1, 22, 0);
    assert.equal(directory("/%d %H:%M %z", at, { zone: "GMT+8" }), "/02 06:00 +0800");
    assert.equal(directory("/%H:%M %z", at, { zone: "GMT-05:30" }), "/16:30 -0530");
    assert.equal(directory("/%H:%M", at, { zone: "GMT+0530" }), "/03:30");
    assert.throws(() => zoneOffset("GMT+24"), RangeError);
  });

  it("follow the time zone through its changes", () => {
    const zone = "Europe/Berlin";
    assert.equal(directory("/%Y-%m-%d %H:%M %z", Date.UTC(2026, 5, 30, 23, 30), { zone }), "/2026-07-01 01:30 +0200");
    assert.equal(directory("/%H%z", Date.UTC(2026, 2, 29, 0, 59), { zone }), "/01+0100");
    assert.equal(directory("/%H%z", Date.UTC(2026, 2, 29, 1, 0), { zone }), "/03+0200");
    assert.equal(directory("/%H:%M%z", Date.UTC(2026, 0, 1), { zone: "America/St_Johns" }), "/20:30-0330");
  });

  it("put in headers, and nothing for one that is not there", () => {
    const names = bucketNames("/logs/%{data.center}/%{none}/x", "%{host-name}-%[localhost]");
    const headers = new Map([
      ["data.center", "eu"],
      ["host-name", "web7"],
    ]);
    assert.deepEqual(names.of(headers, 0), { directory: "/logs/eu/x", prefix: "web7-web1" });
    const atEnd = (tenant: string) =>
      bucketNames("/logs/%{tenant}", "p").of(new Map([["tenant", tenant]]), 0).directory;
    assert.deepEqual([atEnd(""), atEnd("a/"), atEnd("/")], ["/logs", "/logs/a", "/logs"]);
    assert.equal(bucketNames("/%{none}", "p").of(headers, 0).directory, "/");
  });

  it("name this machine in any case of letters", () => {
    assert.equal(directory("/%[LocalHost]/%[ip]/%[FQDN]", 0), "/web1/10.1.2.3/web1.example.com");
  });

  it("are not looked for in what was put in", () => {
    const names = bucketNames("/%{a}", "100%%Y");
    assert.deepEqual(names.of(new Map([["a", "%{b}%Y"]]), 0), { directory: "/%{b}%Y", prefix: "100%Y" });
  });

  it("cannot lead out of the directory", () => {
    const names = bucketNames("/logs/%{host}/x", "%{host}");
    const of = (host: string) => names.of(new Map([["host", host]]), 0);
    assert.deepEqual(of("../../etc"), { directory: "/logs/%2E%2E/%2E%2E/etc/x", prefix: "..%2F..%2Fetc" });
    assert.deepEqual(of(".."), { directory: "/logs/%2E%2E/x", prefix: ".." });
    assert.deepEqual(of("a\nb"), { directory: "/logs/a%0Ab/x", prefix: "a%0Ab" });
    assert.deepEqual(of("a.b"), { directory: "/logs/a.b/x", prefix: "a.b" });
  });

  it("write a colon so that HDFS takes it", () => {
    const names = bucketNames("/logs/%{at}", "p", { forbidden: /[\p{Cc}:]/gu });
    assert.equal(names.of(new Map([["at", "23:05"]]), 0).directory, "/logs/23%3A05");
  });

  for (const [wrong, reason] of [
    ["/%Q", /unknown escape `%Q`.*write `%%`/],
    ["/%5", /unknown escape `%5`/],
    ["/100%", /unknown escape `%`/],
    ["/%{host", /`%\{` in .* is not followed by a name/],
    ["/%[hostname]", /unknown escape `%\[hostname\]`; there are/],
  ] as const) {
    it(`${wrong} is refused`, () => {
      assert.throws(() => parseTemplate(wrong, hosts), reason);
    });
  }

  it("need a timestamp, and say so", () => {
    const names = bucketNames("/%Y/%{a}", "p");
    assert.throws(() => names.of(new Map(), 0), /no header `timestamp` to fill `%Y` from; put `\.timestamp\(\)`/);
    assert.throws(() => names.of(new Map([["timestamp", "noon"]]), 0), /is "noon", not milliseconds/);
    assert.equal(bucketNames("/%%", "p").of(new Map(), 0).directory, "/%");
  });

  it("take the time of writing with useLocalTimeStamp", () => {
    const names = bucketNames("/%Y", "p", { useLocalTimeStamp: true });
    assert.equal(names.of(new Map([["timestamp", "0"]]), Date.UTC(2026, 1, 1)).directory, "/2026");
  });

  it("give events of the same second the same name, and those of another another", () => {
    const names = bucketNames("/%H%M%S/%{a}", "p");
    const of = (timestamp: number, a: string) =>
      names.of(
        new Map([
          ["timestamp", String(timestamp)],
          ["a", a],
        ]),
        0,
      );
    assert.equal(of(1000, "x"), of(1000, "x"));
    assert.deepEqual(of(1999, "x"), of(1000, "x"));
    assert.equal(of(2000, "x").directory, "/000002/x");
    assert.equal(of(2000, "y").directory, "/000002/y");
    assert.equal(of(1000, "y").directory, "/000001/y");
  });
});

describe("rounding of the hdfs sink", () => {
  const at = (hour: number, minute: number, second = 0) => Date.UTC(2026, 6, 1, hour, minute, second);
  const rounded = (time: number, value: number, unit: "second" | "minute" | "hour", zone = "UTC") =>
    directory("/%H:%M:%S %s", time, { zone, round: { value, unit } });

  it("counts multiples from the start of the next larger unit", () => {
    assert.equal(rounded(at(11, 54, 34), 10, "minute"), `/11:50:00 ${at(11, 50) / 1000}`);
    assert.equal(rounded(at(11, 54, 34), 7, "minute"), `/11:49:00 ${at(11, 49) / 1000}`);
    assert.equal(rounded(at(11, 54, 34), 60, "minute"), `/11:00:00 ${at(11, 0) / 1000}`);
    assert.equal(rounded(at(11, 54, 34), 20, "second"), `/11:54:20 ${at(11, 54, 20) / 1000}`);
    assert.equal(rounded(at(11, 54, 34), 5, "hour"), `/10:00:00 ${at(10, 0) / 1000}`);
    assert.equal(rounded(at(11, 54, 34), 24, "hour"), `/00:00:00 ${at(0, 0) / 1000}`);
  });

  it("counts on the wall clock of the zone", () => {
    assert.equal(rounded(at(11, 10), 1, "hour", "Asia/Kolkata"), `/16:00:00 ${at(10, 30) / 1000}`);
  });

  it("keeps the first of two equal hours before the second", () => {
    // 01:30 UTC is the second 02:30 in Berlin, 00:30 UTC the first.
    const first = Date.UTC(2026, 9, 25, 0, 30);
    assert.equal(rounded(first, 1, "hour", "Europe/Berlin"), `/02:00:00 ${(first - 1_800_000) / 1000}`);
  });

  it("leaves %t as it came", () => {
    assert.equal(directory("/%t", at(1, 2, 3), { round: { value: 1, unit: "hour" } }), `/${at(1, 2, 3)}`);
  });

  it("takes times before 1970", () => {
    assert.equal(rounded(-1, 10, "second"), "/23:59:50 -10");
  });
});
