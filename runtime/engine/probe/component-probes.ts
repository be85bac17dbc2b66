/**
 * What a program that is compiled for metrics does to its sources, channels and sinks: their own methods count and time
 * what passes, under the component's own name. Others have nothing of it.
 */
import { eventsSize } from "../../channel/byte-size.ts";
import type { Channel, Put } from "../../contract/channel.ts";
import type { Context } from "../../contract/context.ts";
import type { Event } from "../../contract/event.ts";
import type { Sink } from "../../contract/sink.ts";
import type { Output, Source } from "../../contract/source.ts";
import { unlessAborted } from "../../system/abort.ts";
import { elapsed } from "../../system/clock.ts";
import { Mutex } from "../../system/mutex.ts";
import type { Shown } from "../taps.ts";
import { Ages } from "./ages.ts";

/**
 * Counts as `seconds` how long the puts of `source` take: steps on its wires, and the wait for room; shows what is put,
 * and has puts wait while somebody has paused it. Gives `source`.
 */
// biome-ignore lint/suspicious/noExplicitAny: a bound for inference; the element type is kept by the type parameter.
export function probedSource<S extends Source<any>>(source: S): S {
  const port = portOf(source);
  const run = source.run.bind(source);
  source.run = (output) => run(timedOutput(output, port));
  return source;
}

/**
 * Counts as `in` and `out` the events that are put and taken for good, as `inBytes` and `outBytes` about what they take in
 * memory, and as `seconds` the wait of puts for room; shows what is put, and how long the oldest one has been there.
 */
// biome-ignore lint/suspicious/noExplicitAny: as above.
export function probedChannel<C extends Channel<any>>(channel: C): C {
  const ages = new Ages();
  const port = portOf(channel, ({ observe }) => {
    // Of what it had from before nobody knows the bytes.
    ages.entered(channel.size, 0);
    const help = "How long the event that came first has been in the channel.";
    observe?.({ name: "oldestSeconds", help, read: () => ages.oldest() });
  });
  const put = channel.put.bind(channel);
  const take = channel.take.bind(channel);
  channel.put = (events, signal) => {
    const entered = () => {
      const bytes = estimatedBytes(events);
      port.count("in", events.length);
      port.count("inBytes", bytes);
      port.show(events);
      ages.entered(events.length, bytes);
    };
    const claimed = (claim: Put): Put => ({
      commit: () => claim.commit().then(entered),
      rollback: () => claim.rollback(),
    });
    return timed(() => put(events, signal), port).then(claimed);
  };
  channel.take = (max, signal) =>
    take(max, signal).then((taken) => {
      if (taken === null) return null;
      const { events } = taken;
      const left = () => {
        port.count("out", events.length);
        port.count("outBytes", ages.left(events.length));
      };
      return { events, commit: () => taken.commit().then(left), rollback: () => taken.rollback() };
    });
  return channel;
}

/**
 * Counts as `writes` and `seconds` the writes of `sink` and how long they take, those that fail too; shows what was
 * written. One that takes a write at a time gets no other meanwhile: dead letters may be sent to it again. Gives `sink`.
 */
// biome-ignore lint/suspicious/noExplicitAny: as above.
export function probedSink<K extends Sink<any>>(sink: K): K {
  const port = portOf(sink);
  const timedWrite = (write: () => Promise<void>, written: Shown): Promise<void> => {
    port.count("writes");
    return timed(write, port, written);
  };
  const write = sink.write.bind(sink);
  const mutex = (sink.parallel ?? 1) === 1 ? new Mutex() : null;
  sink.write = (events, pull) => {
    const work = () => timedWrite(() => write(events, pull), events);
    return mutex === null ? work() : mutex.run(work);
  };
  const whole = sink.writeBatch?.bind(sink);
  if (whole !== undefined) {
    sink.writeBatch = (elements, time) => {
      const events = () => elements.map((body) => ({ body, headers: new Map([["timestamp", String(time)]]) }));
      return timedWrite(() => whole(elements, time), events);
    };
  }
  const once = sink.writeOnce?.bind(sink);
  if (once !== undefined) sink.writeOnce = (events, batch) => timedWrite(() => once(events, batch), events);
  return sink;
}

/** Every event as large as the one in the middle: to measure each would cost more than to move it. */
function estimatedBytes(events: readonly Event[]): number {
  return events.length * eventsSize(events.slice(events.length >> 1, (events.length >> 1) + 1));
}

/** What a probe has of the context of its component; it does nothing before that one is opened. */
interface Port {
  count: Context["count"];
  show(shown: Shown): void;
  /** While it is paused: resolves when it may go on, or drains. */
  held(): Promise<unknown> | null;
}

/** `opened` is called when the component is open. */
function portOf(
  component: { open(context: Context): Promise<void> },
  opened: (context: Context) => void = () => {},
): Port {
  const port: Port = { count() {}, show() {}, held: () => null };
  const open = component.open.bind(component);
  component.open = async (context) => {
    port.count = context.count.bind(context);
    if (context.show !== undefined) port.show = context.show.bind(context);
    port.held = () => {
      const held = context.held?.() ?? null;
      return held === null || context.draining.aborted ? null : unlessAborted(context.draining, held);
    };
    await open(context);
    opened(context);
  };
  return port;
}

function timedOutput<T>(output: Output<T>, port: Port): Output<T> {
  return {
    batchSize: output.batchSize,
    put(events) {
      const held = port.held();
      const put = () => timed(() => output.put(events), port, events);
      return held === null ? put() : held.then(put);
    },
  };
}

/**
 * Times `work`, and shows what it has brought along once it is done. Its promise is listened to and handed on as it is:
 * whoever waits for it waits no longer than without.
 */
function timed<R>(work: () => Promise<R>, port: Port, shown: Shown | null = null): Promise<R> {
  const began = elapsed();
  const ended = () => port.count("seconds", (elapsed() - began) / 1000);
  const done = () => {
    ended();
    if (shown !== null) port.show(shown);
  };
  const working = Promise.resolve(work());
  working.then(done, ended);
  return working;
}
