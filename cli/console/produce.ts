import { createInterface } from "node:readline";
import type { Context } from "../../runtime/contract/context.ts";
import { RejectedEventError } from "../../runtime/contract/errors.ts";
import { type Event, event } from "../../runtime/contract/event.ts";
import { Failure } from "../../runtime/contract/failure.ts";
import type { Topic } from "../../runtime/contract/topic.ts";
import { awaitAbort } from "../../runtime/system/abort.ts";
import { bodyCodec } from "../../stdlib/kafka/body-codec.ts";
import { type NamedTopic, namedTopic } from "./named-topic.ts";
import type { ProduceRequest } from "./request.ts";

/** A pause in the input longer than this sends what there is, in ms: a person is typing. */
const LINGER = 20;

/** A line that does not become a record. */
class LineError extends Error {}

/**
 * `sluice produce`: each line of `input` becomes a record. Resolves with their number when the input has ended and all
 * are acknowledged; rejects with an error of one line.
 */
export async function produce(
  request: ProduceRequest,
  context: Context,
  input: NodeJS.ReadableStream = process.stdin,
): Promise<number> {
  const named = await namedTopic(request, request.topic, context);
  const { topic, bodyOf } = await writable(request, named);
  await topic.open(context);
  let count = 0;
  let number = 0;
  try {
    await topic.claim?.();
    for await (const lines of batches(input, request.batchSize, context)) {
      const events: NumberedEvent[] = [];
      let fault: string | null = null;
      for (const line of lines) {
        number++;
        try {
          events.push({ number, event: parse(line, request, bodyOf) });
        } catch (error) {
          if (!(error instanceof LineError)) throw error;
          const message = `line ${number}: ${error.message}`;
          if (request.ignoreErrors) context.log.warn(message);
          else fault = message;
        }
        if (fault !== null) break;
      }
      // What comes before a fault is written.
      count += await append(topic, events, count, request.ignoreErrors ? (message) => context.log.warn(message) : null);
      if (fault !== null) throw new Error(`${fault}; the ${count} before it are written`);
    }
  } finally {
    await topic.close();
  }
  return count;
}

interface NumberedEvent {
  /** Of its line. */
  readonly number: number;
  readonly event: Event<unknown>;
}

/**
 * Appends what the topic takes; gives the number of records. `tell` is given a line for each that it refuses; without it
 * the first one is an error, of which `before` says how many were written until then.
 */
async function append(
  topic: Topic<unknown>,
  events: readonly NumberedEvent[],
  before: number,
  tell: ((message: string) => void) | null,
): Promise<number> {
  let left = events;
  let written = 0;
  while (left.length > 0) {
    try {
      await topic.append(left.map(({ event }) => event));
      return written + left.length;
    } catch (error) {
      if (!(error instanceof RejectedEventError) || error.indexes === null) throw error;
      const again = new Set(error.unwritten ?? left.keys());
      written += left.length - again.size;
      for (const [at, index] of error.indexes.entries()) {
        const message = `line ${left[index]?.number}: ${error.reasons?.[at] ?? error.message}`;
        if (tell === null) throw new Error(`${message}; ${before + written} records are written`);
        tell(message);
        again.delete(index);
      }
      left = left.filter((_, index) => again.has(index));
    }
  }
  return written;
}

/** The topic to append to, and what makes a body of a line's value. */
async function writable(
  { acks, compression, batchSize }: ProduceRequest,
  { store, name, declared }: NamedTopic,
): Promise<{ readonly topic: Topic<unknown>; bodyOf(value: string | null): unknown }> {
  if (declared !== null) {
    const codec = bodyCodec<unknown>(declared.element, declared.codec)!;
    return {
      topic: declared.topic,
      bodyOf(value) {
        const body = codec.decode(value === null ? null : Buffer.from(value));
        if (body instanceof Failure) throw new LineError(body.reason);
        return body;
      },
    };
  }
  if ((await store.describe(name)) === null) {
    throw new Error(`there is no topic ${name}; make it with \`sluice topics create ${name}\``);
  }
  const topic = store.topic(name, { acks, compression, batchSize }) as Topic<unknown>;
  return {
    topic,
    bodyOf(value) {
      if (value === null && !store.keepsTombstones) throw new LineError("an embedded record must have a value");
      return value;
    },
  };
}

function parse(line: string, request: ProduceRequest, bodyOf: (value: string | null) => unknown): Event<unknown> {
  const { headers: withHeaders, keySeparator, nullMarker } = request;
  const headers = new Map<string, string>();
  let rest = line;
  if (withHeaders) {
    const [text, after] = cut(rest, "\t", "no tab after the headers");
    for (const pair of text.split(",").filter((each) => each !== "")) {
      const [name, value] = cut(pair, ":", `no colon in the header "${pair}"`);
      headers.set(name, value);
    }
    rest = after;
  }
  if (keySeparator !== null) {
    const [key, after] = cut(rest, keySeparator, `no key: "${keySeparator}" is not in it`);
    if (key !== nullMarker) headers.set("key", key);
    rest = after;
  }
  return event(bodyOf(rest === nullMarker ? null : rest), headers);
}

function cut(text: string, separator: string, otherwise: string): [string, string] {
  const at = text.indexOf(separator);
  if (at < 0) throw new LineError(otherwise);
  return [text.slice(0, at), text.slice(at + separator.length)];
}

/** Lines in batches of at most `most`, and what there is whenever the input pauses. */
async function* batches(
  input: NodeJS.ReadableStream,
  most: number,
  { clock, draining }: Context,
): AsyncGenerator<readonly string[]> {
  const reading = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  const lines = reading[Symbol.asyncIterator]();
  let batch: string[] = [];
  let next = lines.next();
  try {
    for (;;) {
      const pause = new AbortController();
      const waiting = batch.length === 0 ? awaitAbort(draining, pause.signal) : clock.sleep(LINGER, pause.signal);
      const line = await Promise.race([next, waiting]);
      pause.abort();
      if (line === undefined || line.done || batch.length >= most) {
        if (batch.length > 0) yield batch;
        batch = [];
        if (draining.aborted || line?.done) return;
        if (line === undefined) continue;
      }
      batch.push(line.value);
      next = lines.next();
    }
  } finally {
    // An input that is still open must not keep the process.
    reading.close();
  }
}
