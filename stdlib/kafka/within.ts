import type { Clock } from "../../runtime/clock.ts";

/**
 * `work`, or what `late` gives when that takes longer than `ms`: an error is thrown, anything else is the result. The
 * work goes on; whatever comes of it then is dropped.
 */
export async function within<T, L>(
  clock: Clock,
  ms: number,
  work: Promise<T>,
  late: () => L,
): Promise<T | Exclude<L, Error>> {
  const done = new AbortController();
  const alarm = clock.sleep(ms, done.signal).then(() => ({ late: late() }));
  try {
    const first = await Promise.race([work.then((result) => ({ result })), alarm]);
    if ("result" in first) return first.result;
    work.catch(() => {});
    if (first.late instanceof Error) throw first.late;
    return first.late as Exclude<L, Error>;
  } finally {
    done.abort();
  }
}
