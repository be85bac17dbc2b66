import { setMaxListeners } from "node:events";

/** A controller whose signal a whole program may listen to; Node warns of a leak from the eleventh listener on. */
export function abortController(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
}

/** A signal that is aborted with the first of `signals`. */
export function anyOf(...signals: AbortSignal[]): AbortSignal {
  const signal = AbortSignal.any(signals);
  setMaxListeners(0, signal);
  return signal;
}

/** Waits for `work`, but no longer than until `signal` is aborted; says whether it was done by then. */
export async function unlessAborted(signal: AbortSignal, work: Promise<unknown>): Promise<boolean> {
  const done = new AbortController();
  try {
    return await Promise.race([work.then(() => true), awaitAbort(signal, done.signal).then(() => false)]);
  } finally {
    done.abort();
  }
}

/** Resolves when `signal` is aborted; does not listen any more once `unneeded` is aborted. */
export function awaitAbort(signal: AbortSignal, unneeded?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const stop = () => resolve();
    signal.addEventListener("abort", stop, { once: true });
    // Not by an option of the listener: Node would keep a note of each for its garbage collector.
    unneeded?.addEventListener("abort", () => signal.removeEventListener("abort", stop), { once: true });
  });
}
