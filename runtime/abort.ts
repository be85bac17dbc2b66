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
