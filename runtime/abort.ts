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
  let stopWaiting = () => {};
  const aborted = new Promise<"aborted">((resolve) => {
    stopWaiting = () => resolve("aborted");
    if (signal.aborted) stopWaiting();
    else signal.addEventListener("abort", stopWaiting, { once: true });
  });
  try {
    return (await Promise.race([work, aborted])) !== "aborted";
  } finally {
    signal.removeEventListener("abort", stopWaiting);
  }
}

/** Resolves when `signal` is aborted. */
export function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
