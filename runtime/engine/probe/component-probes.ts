/**
 * What a program that is compiled for metrics does to its sources, channels and sinks: their own methods count and time
 * what passes, under the component's own name. Others have nothing of it.
 */
import type { Channel } from "../../contract/channel.ts";
import type { Sink } from "../../contract/sink.ts";
import type { Output, Source } from "../../contract/source.ts";
import { elapsed } from "../../system/clock.ts";
import type { Shown } from "../taps.ts";
import { ChannelProbe } from "./channel-probe.ts";
import { type Port, portOf } from "./port.ts";
import { PROBE, type ProbedChannel } from "./probe-of.ts";

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
 * memory, and as `seconds` the wait of puts for room; shows what is put, and how long the oldest one has been there. Those
 * who put and take tell it. Gives `channel`.
 */
// biome-ignore lint/suspicious/noExplicitAny: as above.
export function probedChannel<C extends Channel<any>>(channel: C): C & ProbedChannel {
  const port = portOf(channel, (context) => probe.opened(channel.size, context));
  const probe = new ChannelProbe(port);
  return Object.assign(channel, { [PROBE]: probe });
}

/**
 * Counts as `writes` and `seconds` the writes of `sink` and how long they take, those that fail too; shows what was
 * written. One that takes a write at a time gets no other meanwhile: dead letters may be sent to it again. Gives `sink`.
 */
// biome-ignore lint/suspicious/noExplicitAny: as above.
export function probedSink<K extends Sink<any>>(sink: K): K {
  const port = portOf(sink);
  const write = sink.write.bind(sink);
  /** The one under way where there may be one at a time. */
  let writing: Promise<void> | null = null;
  const ended = () => {
    writing = null;
  };
  sink.write = (events, pull) => {
    if (writing !== null) {
      const again = () => sink.write(events, pull);
      return writing.then(again, again);
    }
    port.count("writes");
    const written = timed(() => write(events, pull), port, events, ended);
    if ((sink.parallel ?? 1) === 1) writing = written;
    return written;
  };
  const whole = sink.writeBatch?.bind(sink);
  if (whole !== undefined) {
    sink.writeBatch = (elements, time) => {
      port.count("writes");
      const events = () => elements.map((body) => ({ body, headers: new Map([["timestamp", String(time)]]) }));
      return timed(() => whole(elements, time), port, events);
    };
  }
  const once = sink.writeOnce?.bind(sink);
  if (once !== undefined) {
    sink.writeOnce = (events, batch) => {
      port.count("writes");
      return timed(() => once(events, batch), port, events);
    };
  }
  return sink;
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
function timed<R>(work: () => Promise<R>, port: Port, shown: Shown, ended?: () => void): Promise<R> {
  const began = elapsed();
  const done = () => {
    port.count("seconds", (elapsed() - began) / 1000);
    ended?.();
  };
  const working = Promise.resolve(work());
  working.then(() => {
    done();
    port.show(shown);
  }, done);
  return working;
}
