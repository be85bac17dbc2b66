import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { type Event, event } from "../../runtime/contract/event.ts";
import type { WireContext } from "../../runtime/contract/wire.ts";
import { header } from "../../stdlib/interceptors/header.ts";
import { host } from "../../stdlib/interceptors/host.ts";
import { mask } from "../../stdlib/interceptors/mask.ts";
import { regexExtractor } from "../../stdlib/interceptors/regex-extractor.ts";
import { regexFilter } from "../../stdlib/interceptors/regex-filter.ts";
import { removeHeader } from "../../stdlib/interceptors/remove-header.ts";
import { searchReplace } from "../../stdlib/interceptors/search-replace.ts";
import { static as staticHeader } from "../../stdlib/interceptors/static.ts";
import { timestamp } from "../../stdlib/interceptors/timestamp.ts";
import { uuid } from "../../stdlib/interceptors/uuid.ts";
import { sample } from "../../stdlib/traffic/sample.ts";

const wire: WireContext = {
  now: () => 1234,
  random: Math.random,
  uuid: randomUUID,
  rejected: () => {},
  dropped: () => {},
  whenDone: () => {},
};

/** A step that needs nothing of the program. */
type Step<T> = (event: Event<T>, wire: WireContext) => Event<T> | null;

function passed<T>(interceptor: Step<T>, given: Event<T>): Event<T> {
  const result = interceptor(given, wire);
  assert.ok(result !== null);
  return result;
}

const headersOf = <T>(interceptor: Step<T>, given: Event<T>) => Object.fromEntries(passed(interceptor, given).headers);
const withHeaders = (headers: Record<string, string>) => event("body", new Map(Object.entries(headers)));

describe("interceptors", () => {
  it("timestamp adds the clock's time, over one that is there unless told otherwise", () => {
    assert.deepEqual(headersOf(timestamp({}), event("")), { timestamp: "1234" });
    assert.deepEqual(headersOf(timestamp({}), withHeaders({ timestamp: "1" })), { timestamp: "1234" });
    assert.deepEqual(headersOf(timestamp({ preserveExisting: true }), withHeaders({ timestamp: "1" })), {
      timestamp: "1",
    });
    assert.deepEqual(headersOf(timestamp({ headerName: "at" }), withHeaders({ a: "b" })), { a: "b", at: "1234" });
  });

  it("never changes an event that others hold too", () => {
    const shared = withHeaders({ a: "b" });
    passed(timestamp({}), shared);
    passed(removeHeader({ withName: "a" }), shared);
    assert.deepEqual(Object.fromEntries(shared.headers), { a: "b" });
    assert.equal(event("").headers.size, 0);
  });

  it("host adds this machine's address or name", () => {
    assert.match(headersOf(host({}), event(""))["host"] ?? "", /^(\d+\.\d+\.\d+\.\d+|[0-9a-f:]+)$/);
    assert.deepEqual(headersOf(host({ useIP: false, hostHeader: "node" }), event("")), { node: hostname() });
  });

  it("static adds a fixed value, and leaves one alone that is there", () => {
    assert.deepEqual(headersOf(staticHeader({}), event("")), { key: "value" });
    assert.deepEqual(headersOf(staticHeader({ key: "a", value: "new" }), withHeaders({ a: "old" })), { a: "old" });
    assert.deepEqual(
      headersOf(staticHeader({ key: "a", value: "new", preserveExisting: false }), withHeaders({ a: "old" })),
      {
        a: "new",
      },
    );
  });

  it("uuid adds another identifier to each event", () => {
    const interceptor = uuid<string>({ prefix: "web-" });
    const ids = [1, 2].map(() => headersOf(interceptor, event(""))["id"] ?? "");
    for (const id of ids) assert.match(id, /^web-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/);
    assert.notEqual(ids[0], ids[1]);
    assert.deepEqual(headersOf(interceptor, withHeaders({ id: "old" })), { id: "old" });
  });

  it("searchReplace replaces every match, with groups, whatever flags the pattern has", () => {
    const bodyOf = (interceptor: Step<string>, body: string) => passed(interceptor, event(body)).body;
    assert.equal(bodyOf(searchReplace({ searchPattern: /\d+/ }), "a1b22"), "ab");
    assert.equal(bodyOf(searchReplace({ searchPattern: /(\w)=(\w)/g, replaceString: "$2=$1" }), "a=b c=d"), "b=a d=c");
    const untouched = event("abc");
    assert.equal(passed(searchReplace({ searchPattern: /x/ }), untouched), untouched);
  });

  it("regexFilter keeps what matches anywhere, or what does not", () => {
    const kept = (interceptor: Step<string>, bodies: string[]) =>
      bodies.filter((body) => interceptor(event(body), wire) !== null);
    assert.deepEqual(kept(regexFilter({ regex: /b/g }), ["abc", "abc", "xyz"]), ["abc", "abc"]);
    assert.deepEqual(kept(regexFilter({ regex: /^#/, excludeEvents: true }), ["# a", "a"]), ["a"]);
  });

  it("header sets what the program makes of the event, and nothing for null", () => {
    const given = withHeaders({ a: "old" });
    const set = (value: string | null, preserveExisting = false) =>
      Object.fromEntries(header({ name: "a", preserveExisting })(given, wire, { value })?.headers ?? []);
    assert.deepEqual(set("new"), { a: "new" });
    assert.deepEqual(set("new", true), { a: "old" });
    assert.deepEqual(set(null), { a: "old" });
  });

  it("timestamp takes a time of the event where it is given one", () => {
    const set = (value: number | null) =>
      Object.fromEntries(timestamp({})(withHeaders({}), wire, { value })?.headers ?? []);
    assert.deepEqual(set(-5), { timestamp: "-5" });
    assert.deepEqual(set(null), {});
  });

  it("regexExtractor sets the groups that take part, whatever flags the pattern has", () => {
    const step = regexExtractor({ regex: /(?<level>[A-Z]+)(?: (?<code>\d+))?/g });
    assert.deepEqual(headersOf(step, event("x WARN 12")), { level: "WARN", code: "12" });
    assert.deepEqual(headersOf(step, event("x WARN")), { level: "WARN" });
    const untouched = event("x");
    assert.equal(passed(step, untouched), untouched);
  });

  it("regexExtractor reads a time, and sets none for what is no such time", () => {
    const step = regexExtractor({ regex: /^(?<timestamp>\S+) (?<at>\S+)/, timePattern: "dd/MM/yyyy" });
    assert.deepEqual(headersOf(step, event("02/01/1970 02/01/1970")), { timestamp: "86400000", at: "02/01/1970" });
    assert.deepEqual(headersOf(step, event("32/01/1970 x")), { at: "x" });
  });

  it("removeHeader removes by name, list and pattern", () => {
    const given = withHeaders({ a: "1", b: "2", cc: "3", ccc: "4" });
    assert.deepEqual(headersOf(removeHeader({ withName: "a" }), given), { b: "2", cc: "3", ccc: "4" });
    assert.deepEqual(headersOf(removeHeader({ fromList: ["a", "b"] }), given), { cc: "3", ccc: "4" });
    assert.deepEqual(headersOf(removeHeader({ matching: /c|cc/ }), given), { a: "1", b: "2", ccc: "4" });
    assert.equal(passed(removeHeader({}), given), given);
  });

  it("mask hides each character of a match but those that stay readable, or what its groups match", () => {
    const masked = (options: Parameters<typeof mask>[0], body: string) => passed(mask(options), event(body)).body;
    assert.equal(masked({ pattern: /\d{6,}/, keepLast: 4 }, "4711081512 and 12"), "******1512 and 12");
    assert.equal(masked({ pattern: /\w+@/y, keepFirst: 1, character: "x" }, "from eve@a, bob@b"), "from exxxa, bxxxb");
    assert.equal(masked({ pattern: /password=(?<word>\S+)/ }, "password=s3cret!😀 ok"), "password=******** ok");
    assert.equal(masked({ pattern: /(?<a>\w(?<b>\w))(?<c>-)?/ }, "ab, cd"), "**, **");
    assert.equal(masked({ pattern: /\d*/ }, "abc"), "abc");
    assert.equal(masked({ pattern: /ab/, keepFirst: 9 }, "ab"), "ab");
    const untouched = event("abc");
    assert.equal(passed(mask({ pattern: /x/ }), untouched), untouched);
  });

  it("sample keeps a part of the events", () => {
    const kept = (fraction: number) => {
      const step = sample<string>({ fraction });
      return Array.from({ length: 10_000 }, () => step(event("a"), wire)).filter((one) => one !== null).length;
    };
    assert.equal(kept(0), 0);
    assert.equal(kept(1), 10_000);
    const some = kept(0.5);
    assert.ok(some > 4_000 && some < 6_000, String(some));
  });
});
