/** What `sluice conformance` says of users' components that break what programs rely on. */
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sluice } from "../../support/sluice.ts";
import { tempFolders } from "../../support/temp-folder.ts";

const BROKEN = `import { appendFileSync } from "node:fs";

/** Forgets headers, shows what is not committed, has no bound, and gives back in the wrong order. */
export function leaky<T>() {
  const events: { body: T; headers: Map<string, string> }[] = [];
  const headers = new Map<string, string>();
  return {
    capacity: 10,
    transactionCapacity: 10,
    get size() { return events.length; },
    async open() {},
    async put(given: readonly { readonly body: T }[]) {
      events.push(...given.map(({ body }) => ({ body, headers })));
      return { async commit() {}, async rollback() {} };
    },
    async take(max: number, signal: AbortSignal) {
      while (events.length === 0) {
        if (signal.aborted) return null;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      const taken = events.splice(0, max);
      return { events: taken, async commit() {}, async rollback() { events.push(...taken); } };
    },
    async close() {},
  };
}

/** Confirms what it has not written, writes the first event twice, and refuses content with an error like any other. */
export function hasty({ path }: { readonly path: string }) {
  let waiting: string[] = [];
  return {
    batchSize: 10,
    async open() {},
    async write(events: readonly { body: string }[]) {
      for (const { body } of events) if (body === "BAD") throw new Error("no");
      if (waiting.length === 0) waiting.push(events[0]!.body);
      waiting.push(...events.map(({ body }) => body));
    },
    async close() {
      appendFileSync(path, waiting.map((body) => body + "\\n").join(""));
      waiting = [];
    },
  };
}

/** Puts more than is taken at once. */
export function greedy() {
  return {
    async open() {},
    async run(output: { put(events: { body: string; headers: Map<string, string> }[]): Promise<void> }) {
      const events = Array.from({ length: 8 }, (_, index) => ({ body: String(index), headers: new Map<string, string>() }));
      await output.put(events);
    },
    async close() {},
  };
}
`;

const PROGRAM = `extern channel leaky()
  delivers volatile
  from "./broken.ts"

extern sink hasty(positional path: string): string
  delivers confirmed
  from "./broken.ts"

extern source greedy(): string
  delivers forgetful
  from "./broken.ts"

agent a {
  source  r = greedy()
  channel c = leaky()
  sink    k = hasty("out/file")

  r -> c -> k
}
`;

describe("sluice conformance over components that are broken", function () {
  this.timeout(300_000);
  const tempFolder = tempFolders();

  /** Titles of the checks that failed. */
  async function failed(name: string, options: readonly string[] = []): Promise<readonly string[]> {
    const cwd = tempFolder();
    mkdirSync(join(cwd, "out"));
    writeFileSync(join(cwd, "out/file"), "");
    writeFileSync(join(cwd, "broken.ts"), BROKEN);
    writeFileSync(join(cwd, "a.flow"), PROGRAM);
    const { status, stdout, stderr } = await sluice(
      ["conformance", "a.flow", name, "--kills", "1", "--json", ...options],
      { cwd },
    );
    assert.deepEqual([status, stderr], [1, ""], stdout);
    const results = JSON.parse(stdout) as { readonly title: string; readonly verdict: string; readonly why: string }[];
    return results.filter(({ verdict }) => verdict === "failed").map(({ title, why }) => `${title}: ${why}`);
  }

  it("finds what a channel does wrong", async () => {
    const found = (await failed("c")).join("\n");
    assert.match(found, /^keeps headers: the headers are \[\]$/m);
    assert.match(found, /^shows nothing of a put .*: events of a put under way are taken$/m);
    assert.match(found, /^gives a take that was rolled back again, .*: expected \d+/m);
    assert.match(found, /^is bounded: .*: it takes more than its capacity of 10$/m);
  });

  it("finds what a sink does wrong", async () => {
    const found = (await failed("a.k", ["--written", "cat out/file", "--refused", "BAD"])).join("\n");
    assert.match(
      found,
      /^has written when it says so, once and in order: after a write 25 of 25 events are missing: /m,
    );
    assert.match(found, /^names what the other end refuses .*: it is refused as if it could be tried again: no$/m);
    assert.match(
      found,
      /^has all that it has confirmed after it was killed: after a kill \d+ of \d+ events are missing/m,
    );
  });

  it("finds what a source does wrong", async () => {
    assert.deepEqual(await failed("r"), [
      "ends when the program drains, puts no more than is taken at once, and nothing after its end: it puts 8 events, and 7 are taken",
    ]);
  });

  it("names the components when the program has none of that name, and what is missing on the command line", async () => {
    const cwd = tempFolder();
    writeFileSync(join(cwd, "a.flow"), "agent a {\n  seq() -> memory() -> discard()\n}\n");
    const unknown = await sluice(["conformance", "a.flow", "k9"], { cwd });
    assert.equal(unknown.status, 1);
    assert.equal(
      unknown.stderr,
      'sluice: there is no source, channel or sink "k9" in an agent; there are a.seq, a.memory, a.discard\n',
    );
    assert.equal((await sluice(["conformance", "a.flow"], { cwd })).status, 2);
    assert.equal((await sluice(["conformance", "a.flow", "seq", "--kills", "0"], { cwd })).status, 2);
  });
});
