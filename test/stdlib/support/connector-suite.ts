/**
 * What every connector must keep, whatever it connects to. Which promises are checked is read from its declaration:
 * `delivers` says who may lose what.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "../../../grammar/parse.ts";
import type { Context } from "../../../runtime/contract/context.ts";
import { ChannelFullError } from "../../../runtime/contract/errors.ts";
import { type Event, event } from "../../../runtime/contract/event.ts";
import type { Sink } from "../../../runtime/contract/sink.ts";
import type { Output, Source } from "../../../runtime/contract/source.ts";
import { eventually } from "../../support/eventually.ts";
import { contextFor } from "./context.ts";

/** A source with its other end. */
export interface SourceUnderTest {
  readonly source: Source<string>;
  /** Makes the other end give these lines; called once, after the source was opened. */
  feed(lines: readonly string[], logs: readonly string[]): Promise<void> | void;
  /** Breaks the other end, where there is one that can break; lines fed afterwards must still arrive. */
  breakPeer?(logs: readonly string[]): Promise<void>;
  /** What the source makes by itself, where it cannot be fed. */
  readonly gives?: readonly string[];
  release(): Promise<void> | void;
}

/** A sink with a way to see what it wrote. */
export interface SinkUnderTest {
  readonly sink: Sink<string>;
  written(): Promise<readonly string[]> | readonly string[];
  /** Makes the next write fail, where that can be; the one after it works again. */
  failOnce?(): Promise<void>;
  release(): Promise<void> | void;
}

/** The word of `delivers` in a declaration of the standard library: `netcat/netcat.flow`. */
function deliversOf(file: string): string {
  const path = fileURLToPath(new URL(`../../../stdlib/${file}`, import.meta.url));
  for (const decl of parse(readFileSync(path, "utf8"), path).tree.declarations) {
    if (decl.kind !== "ExternDecl") continue;
    const word = decl.clauses.find((clause) => clause.word.text === "delivers")?.args[0];
    if (word?.kind === "NameExpr") return word.text;
  }
  throw new Error(`${file} does not say what it delivers`);
}

/** Takes batches in turn; `refuse` decides what becomes of each try. */
class Taker implements Output<string> {
  readonly batchSize: number;
  readonly taken: string[] = [];
  readonly #onPut: (events: readonly Event<string>[]) => Promise<void> | void;

  constructor(batchSize: number, onPut: (events: readonly Event<string>[]) => Promise<void> | void = () => {}) {
    this.batchSize = batchSize;
    this.#onPut = onPut;
  }

  async put(events: readonly Event<string>[]): Promise<void> {
    assert.ok(events.length > 0 && events.length <= this.batchSize, `a put of ${events.length} events`);
    const bodies = events.map(({ body }) => body);
    await this.#onPut(events);
    this.taken.push(...bodies);
  }
}

interface Run {
  readonly context: Context;
  readonly logs: string[];
  drain(): void;
}

function newRun(): Run {
  const logs: string[] = [];
  const draining = new AbortController();
  return { context: contextFor({ draining: draining.signal, logs }), logs, drain: () => draining.abort() };
}

/** Runs `source` as the runtime does: again after a rejection. */
async function runAgain(source: Source<string>, output: Output<string>, context: Context): Promise<void> {
  for (;;) {
    try {
      return await source.run(output);
    } catch {
      if (context.draining.aborted) return;
    }
  }
}

/** Declares the tests of a source. `make` is called for each of them. */
export function testSource(name: string, file: string, make: () => Promise<SourceUnderTest> | SourceUnderTest): void {
  const delivers = deliversOf(file);
  const lines = Array.from({ length: 250 }, (_, index) => `line ${index} žluť`);

  async function using(check: (under: SourceUnderTest, run: Run, expected: readonly string[]) => Promise<void>) {
    const under = await make();
    const run = newRun();
    await under.source.open(run.context);
    try {
      await check(under, run, under.gives ?? lines);
    } finally {
      run.drain();
      await under.source.close();
      await under.release();
    }
  }

  describe(`${name}, as a source that is ${delivers}`, () => {
    it("can be opened and closed without being run", () => using(async () => {}));

    it("gives every line once and in order, in batches of the size that is taken", () =>
      using(async ({ source, feed }, { context, logs, drain }, expected) => {
        const taker = new Taker(7);
        const running = runAgain(source, taker, context);
        await feed(expected, logs);
        await eventually("all lines", () => taker.taken.length >= expected.length);
        drain();
        await running;
        assert.deepEqual(taker.taken, expected);
      }));

    it("gives nothing after it has drained", () =>
      using(async ({ source, feed }, { context, logs, drain }, expected) => {
        let ended = false;
        const taker = new Taker(7, () => assert.equal(ended, false, "a put after the end"));
        const running = runAgain(source, taker, context);
        await feed(expected, logs);
        drain();
        await running;
        ended = true;
        assert.deepEqual(taker.taken, expected.slice(0, taker.taken.length));
      }));

    it("waits for a slow taker, and puts nothing beside a put under way", () =>
      using(async ({ source, feed }, { context, logs, drain }, expected) => {
        let underWay = 0;
        const taker = new Taker(20, async () => {
          underWay += 1;
          assert.equal(underWay, 1);
          await context.clock.sleep(2);
          underWay -= 1;
        });
        const running = runAgain(source, taker, context);
        await feed(expected, logs);
        await eventually("all lines", () => taker.taken.length >= expected.length);
        drain();
        await running;
        assert.deepEqual(taker.taken, expected);
      }));

    // An acknowledged source tells its peer instead.
    if (delivers !== "acknowledged") {
      it("gives a batch again that found the channel full", () => rejecting(() => new ChannelFullError("a1.c1", 1)));
      it("gives a batch again that the channel failed to take", () => rejecting(() => new Error("not now")));
    }

    function rejecting(error: () => Error): Promise<void> {
      return using(async ({ source, feed }, { context, logs, drain }, expected) => {
        let tries = 0;
        const taker = new Taker(50, () => {
          tries += 1;
          if (tries % 3 === 1) throw error();
        });
        const running = runAgain(source, taker, context);
        await feed(expected, logs);
        await eventually("all lines", () => taker.taken.length >= expected.length);
        drain();
        await running;
        assert.deepEqual(taker.taken, expected);
      });
    }

    it("goes on after its other end has died, where it has one", () =>
      using(async ({ source, feed, breakPeer }, { context, logs, drain }, expected) => {
        const taker = new Taker(100);
        const running = runAgain(source, taker, context);
        await breakPeer?.(logs);
        await feed(expected, logs);
        await eventually("all lines", () => taker.taken.length >= expected.length);
        drain();
        await running;
        assert.deepEqual(taker.taken, expected);
      }));
  });
}

/** Declares the tests of a sink. */
export function testSink(name: string, file: string, make: () => Promise<SinkUnderTest> | SinkUnderTest): void {
  const delivers = deliversOf(file);

  async function using(check: (under: SinkUnderTest) => Promise<void>) {
    const under = await make();
    await under.sink.open(newRun().context);
    try {
      await check(under);
    } finally {
      await under.release();
    }
  }

  describe(`${name}, as a sink that is ${delivers}`, () => {
    it("can be opened and closed without being written to", () =>
      using(async ({ sink, written }) => {
        await sink.close();
        assert.deepEqual(await written(), []);
      }));

    it("has written when it says so, in order", () =>
      using(async ({ sink, written }) => {
        await sink.write([event("a"), event("b")]);
        assert.deepEqual(await written(), ["a", "b"]);
        await sink.write([event("c")]);
        await sink.close();
        assert.deepEqual(await written(), ["a", "b", "c"]);
      }));

    it("leaves nothing of a batch that it rejected, and takes it again", () =>
      using(async ({ sink, written, failOnce }) => {
        await sink.write([event("a")]);
        if (failOnce !== undefined) {
          await failOnce();
          await assert.rejects(sink.write([event("b")]));
        }
        await sink.write([event("b")]);
        await sink.close();
        assert.deepEqual(await written(), ["a", "b"]);
      }));
  });
}
