import type { Sink } from "../contract/sink.ts";
import { Mutex } from "../system/mutex.ts";

/**
 * A sink that several flows write to, one write at a time: a sink's contract knows of one writer only. Opening and
 * closing pass through.
 */
export function withMutex<T>(sink: Sink<T>): Sink<T> {
  const mutex = new Mutex();
  return {
    batchSize: sink.batchSize,
    open: (context) => sink.open(context),
    write: (events, pull) => mutex.run(() => sink.write(events, pull)),
    close: () => sink.close(),
  };
}
