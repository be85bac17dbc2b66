import {
  CountedBatch,
  Window,
  WindowedReduce,
  durationText,
  fromSource,
  int,
  param,
  requireThat,
  run,
  statefulStream,
  t,
  top,
} from "sluice/runtime";
import { print } from "sluice/stdlib/print/print";
import { socketText } from "sluice/stdlib/socket-text/socket-text";

const interval = param("interval", t.duration, "input.flow:1:7", () => 5000);

requireThat(
  interval > 0,
  "input.flow:3:19",
  "the interval of `slow` must be greater than zero; here `every` is {every}",
  { every: durationText(interval) },
  ["interval"],
);

requireThat(
  60_000 % interval === 0,
  "input.flow:5:29",
  "a window of 1m is not a multiple of {interval}",
  { interval: durationText(interval) },
  ["interval"],
);

requireThat(
  30_000 % interval === 0,
  "input.flow:5:40",
  "a slide of 30s is not a multiple of {interval}",
  { interval: durationText(interval) },
  ["interval"],
);

requireThat(
  60_000 % interval === 0,
  "input.flow:6:91",
  "a window of 1m is not a multiple of {interval}",
  { interval: durationText(interval) },
  ["interval"],
);

requireThat(
  30_000 % interval === 0,
  "input.flow:6:102",
  "a slide of 30s is not a multiple of {interval}",
  { interval: durationText(interval) },
  ["interval"],
);

export const slow = statefulStream({
  name: "slow",
  place: "input.flow:3:8",
  every: interval,
  inputs: {
    socketText: fromSource(
      socketText(
        { host: "localhost", port: 19999 },
        { name: "slow.socketText", place: "input.flow:4:16", element: t.string },
      ),
    ),
  },
  outputs: {
    print: print<number>({}, { name: "slow.print", place: "input.flow:8:21", element: t.int }),
    print2: print<[string, number]>(
      {},
      { name: "slow.print2", place: "input.flow:9:67", element: t.tuple(t.string, t.int) },
    ),
    print3: print<string>({}, { name: "slow.print3", place: "input.flow:10:50", element: t.string }),
    print4: print<string>({}, { name: "slow.print4", place: "input.flow:11:12", element: t.string }),
  },
  state: () => ({
    recent: new Window<string>({ window: 60_000 /* 1m */, slide: 30_000, every: interval, element: t.string }),
    counts: new WindowedReduce<string, number>({
      window: 60_000 /* 1m */,
      slide: 30_000,
      every: interval,
      key: t.string,
      value: t.int,
      merge: (a, b) => int(a + b),
    }),
  }),
  batch({ socketText }, emit, { recent, counts }, batch) {
    for (const { body: line } of socketText) {
      for (let from = 0, to = 0; to !== -1; from = to + 1) {
        to = line.indexOf(" ", from);
        const word = to === -1 ? line.slice(from) : line.slice(from, to);
        recent.add(word);
        counts.add(word, 1);
        emit.print4.push(word);
      }
    }
    const recentNow = recent.advance(batch);
    const countsNow = counts.advance(batch);
    if (recentNow === null || countsNow === null) {
      batch.skip("print");
      batch.skip("print2");
      batch.skip("print3");
    } else {
      for (const element of recentNow) {
        emit.print3.push(element);
      }
      const elements: [string, number][] = [];
      for (const pair of countsNow) {
        const [, n] = pair;
        if (n > 1) {
          elements.push(pair);
        }
        const [word] = pair;
        emit.print3.push(word);
      }
      emit.print.push(recentNow.length);
      const highest = top(elements, 3, ([_word, n]) => n);
      for (const pair of highest) {
        emit.print2.push(pair);
      }
    }
  },
});

export const steady = statefulStream({
  name: "steady",
  place: "input.flow:14:8",
  every: 10_000,
  kept: { chains: { wordsWindow2: "wordsWindow2_5c6b32" } },
  inputs: {
    words: fromSource(
      socketText(
        { host: "localhost", port: 19998 },
        { name: "steady.words", place: "input.flow:15:15", element: t.string },
      ),
    ),
  },
  outputs: {
    print: print<[string, number]>(
      {},
      { name: "steady.print", place: "input.flow:17:38", element: t.tuple(t.string, t.int) },
    ),
    print2: print<number>({}, { name: "steady.print2", place: "input.flow:18:66", element: t.int }),
  },
  state: () => ({
    wordsWindow_25425a: new Window<string>({
      window: 60_000 /* 1m */,
      slide: 10_000,
      every: 10_000,
      element: t.string,
    }),
    wordsWindow_04816e: new Window<string>({
      window: 60_000 /* 1m */,
      slide: 10_000,
      every: 10_000,
      element: t.string,
    }),
    wordsWindow2: new Window<string>({
      window: 600_000 /* 10m */,
      slide: 60_000 /* 1m */,
      every: 10_000,
      element: t.string,
    }),
  }),
  batch({ words }, emit, { wordsWindow_25425a: recent, wordsWindow_04816e: recent2, wordsWindow2: recent3 }, batch) {
    for (const { body: word } of words) {
      recent.add(word);
      recent2.add(word);
    }
    const recentNow = recent.advance(batch) ?? [];
    const counts = new CountedBatch<string>();
    for (const element of recentNow) {
      counts.add(element);
    }
    for (const pair of counts) {
      emit.print.push(pair);
    }
    const recent2Now = recent2.advance(batch) ?? [];
    for (const element of recent2Now) {
      recent3.add(element);
    }
    const recent3Now = recent3.advance(batch);
    if (recent3Now === null) {
      batch.skip("print2");
    } else {
      emit.print2.push(recent3Now.length);
    }
  },
});

/** Two slower parts side by side, each with a window of a window. */
export const sideBySide = statefulStream({
  name: "sideBySide",
  place: "input.flow:22:8",
  every: 1000,
  kept: {
    chains: {
      tensWindow: "tensWindow_5c517b",
      tensWindow2: "tensWindow2_374d2f",
      moreWindow: "moreWindow_1de0d8",
      moreWindow2: "moreWindow2_fad696",
    },
  },
  inputs: {
    words: fromSource(
      socketText(
        { host: "localhost", port: 19997 },
        { name: "sideBySide.words", place: "input.flow:23:15", element: t.string },
      ),
    ),
  },
  outputs: {
    print: print<number>({}, { name: "sideBySide.print", place: "input.flow:27:11", element: t.int }),
    print2: print<number>({}, { name: "sideBySide.print2", place: "input.flow:28:11", element: t.int }),
  },
  state: () => ({
    tensWindow: new Window<string>({ window: 10_000, slide: 10_000, every: 1000, element: t.string }),
    moreWindow: new Window<string>({ window: 20_000, slide: 20_000, every: 1000, element: t.string }),
    tensWindow2: new Window<string>({ window: 60_000 /* 1m */, slide: 10_000, every: 10_000, element: t.string }),
    moreWindow2: new Window<string>({ window: 60_000 /* 1m */, slide: 20_000, every: 20_000, element: t.string }),
  }),
  batch(
    { words },
    emit,
    { tensWindow: recent, moreWindow: recent2, tensWindow2: recent3, moreWindow2: recent4 },
    batch,
  ) {
    for (const { body: word } of words) {
      recent.add(word);
      recent2.add(word);
    }
    const recentNow = recent.advance(batch);
    if (recentNow === null) {
      batch.skip("print");
    } else {
      for (const element of recentNow) {
        recent3.add(element);
      }
      const recent3Now = recent3.advance(batch) ?? [];
      const tens = recent3Now.length;
      emit.print.push(tens);
    }
    const recent2Now = recent2.advance(batch);
    if (recent2Now === null) {
      batch.skip("print2");
    } else {
      for (const element of recent2Now) {
        recent4.add(element);
      }
      const recent4Now = recent4.advance(batch) ?? [];
      const more = recent4Now.length;
      emit.print2.push(more);
    }
  },
});

await run({ file: "input.flow", streams: [slow, steady, sideBySide] }, process.argv.slice(2));
