import assert from "node:assert/strict";
import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { readEntries } from "../../../cli/record/entry-lines.ts";
import {
  eventWriter,
  type RecordedEvent,
  readEvent,
  readValue,
  valueWriter,
} from "../../../cli/record/recorded-value.ts";
import type { Entry } from "../../../cli/record/recording.ts";
import { Ring } from "../../../cli/record/ring.ts";
import { Failure } from "../../../runtime/contract/failure.ts";
import { Secret } from "../../../runtime/contract/secret.ts";
import { Json } from "../../../runtime/value/json.ts";
import { tempFolders } from "../../support/temp-folder.ts";

const makers = { json: (text: string) => new Json(text), failure: (reason: string) => new Failure(reason) };

describe("a ring of what comes in", () => {
  const tempFolder = tempFolders();
  const entry = (at: number): Entry => ({ at, put: "a1.r1", n: at, events: ["x".repeat(100)] });
  const opening = (segment: number): Entry => ({ at: 0, segment, tables: {} });
  const failed = (error: unknown) => assert.fail(String(error));

  function entriesIn(folder: string): readonly Entry[] {
    return readdirSync(folder)
      .sort()
      .flatMap((name) => {
        const lines = readFileSync(join(folder, name), "utf8").split("\n").slice(0, -1);
        return readEntries(lines, name).entries;
      });
  }

  it("drops what is older than it is to keep, and begins each segment with what it needs", () => {
    const folder = tempFolder();
    const ring = new Ring(join(folder, "own"), { ms: 8000, bytes: 1e9 }, { opening, failed });
    for (let at = 0; at < 100_000; at += 100) ring.add(entry(at));
    ring.flush();
    const entries = entriesIn(join(folder, "own"));
    const first = entries[0]!;
    assert.ok("segment" in first && first.at >= 90_000 && first.at <= 92_000, JSON.stringify(first));
    assert.equal(entries.at(-1)!.at, 99_900);
    const puts = entries.filter((one) => "put" in one).map(({ at }) => at);
    assert.deepEqual(
      puts,
      Array.from({ length: puts.length }, (_, index) => 99_900 - 100 * (puts.length - 1 - index)),
    );
    assert.equal(statSync(join(folder, "own")).mode & 0o077, 0);
  });

  it("never has more bytes than it may, and stops where the disk says no", () => {
    const folder = tempFolder();
    const told: unknown[] = [];
    const user = { opening, failed: (error: unknown) => void told.push(error) };
    const ring = new Ring(join(folder, "own"), { ms: 1e9, bytes: 65_536 }, user);
    for (let at = 0; at < 5000; at++) {
      ring.add(entry(at), at % 7 === 0);
      if (at % 100 > 0) continue;
      const names = readdirSync(join(folder, "own"));
      const bytes = names.reduce((sum, name) => sum + statSync(join(folder, "own", name)).size, 0);
      assert.ok(bytes <= 65_536 + 8192, String(bytes));
    }
    rmSync(join(folder, "own"), { recursive: true });
    for (let at = 5000; at < 6000; at++) ring.add(entry(at), true);
    assert.equal(told.length, 1);
  });

  it("reads every value back as it was, but for what is masked", () => {
    const values = [null, true, -0, Number.NaN, Number.POSITIVE_INFINITY, 1.5, "a\u2028", 2n ** 70n, [1, ["b"]]];
    const write = valueWriter(new Set());
    const again = (value: unknown) => readValue(JSON.parse(JSON.stringify(write(value))), makers);
    for (const value of values) assert.deepEqual(again(value), value);
    assert.deepEqual(again(new Map<unknown, unknown>([["k", { a: [1n] }]])), new Map([["k", { a: [1n] }]]));
    assert.deepEqual(again(Buffer.from([0, 255])), Buffer.from([0, 255]));
    assert.equal((again(new Json('{"b":1,"a":2}')) as Json).text, '{"b":1,"a":2}');
    assert.equal((again(new Failure("no")) as Failure).reason, "no");
    assert.equal(again(new Secret("s", "", () => "hush")), "***");
    const mask = eventWriter(new Set(["mail", "age"]));
    const masked = (body: unknown, headers = new Map<string, string>()): RecordedEvent => mask({ body, headers });
    assert.deepEqual(masked({ mail: "a@b", age: 7, in: [{ mail: null }] }), {
      body: { mail: "***", age: 0, in: [{ mail: null }] },
    });
    assert.equal(masked('{"mail":"a@b","x":1}'), '{"mail":"***","x":1}');
    assert.equal(masked('not JSON, but "mail" is in it'), "***");
    const headers = Object.assign(new Map([["mail", "a@b"]]), { original: [["mail", "a@b"] as const] });
    assert.deepEqual(readEvent(masked("x", headers), makers).headers.get("mail"), "***");
    assert.doesNotMatch(JSON.stringify(masked("x", headers)), /a@b/);
  });
});
