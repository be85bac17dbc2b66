import type { Sink } from "../component.ts";

/**
 * A sink that several flows write to, one write at a time: a sink's contract knows of one writer only. Opening and
 * closing pass through.
 */
export function serialSink<T>(sink: Sink<T>): Sink<T> {
  let last: Promise<unknown> = Promise.resolve();
  return {
    batchSize: sink.batchSize,
    open: (context) => sink.open(context),
    write(events, more) {
      const write = last.then(() => sink.write(events, more));
      // The next write goes ahead whatever became of this one.
      last = write.catch(() => {});
      return write;
    },
    close: () => sink.close(),
  };
}
