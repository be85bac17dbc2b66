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
  let stop = () => {};
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
    callAtAbort(signal, stop);
  });
  try {
    return await Promise.race([work.then(() => true), stopped.then(() => false)]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

/** Resolves when `signal` is aborted; does not listen any more once `unneeded` is aborted. */
export function awaitAbort(signal: AbortSignal, unneeded?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => resolve();
    callAtAbort(signal, stop);
    // Not by an option of the listener: Node would keep a note of each for its garbage collector.
    unneeded?.addEventListener("abort", () => signal.removeEventListener("abort", stop), { once: true });
  });
}

function callAtAbort(signal: AbortSignal, action: () => void): void {
  if (signal.aborted) action();
  else signal.addEventListener("abort", action, { once: true });
}
