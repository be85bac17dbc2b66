import { windowing } from "../../window-emitter.ts";

/** `window`: the elements of several batches. */
export const window = windowing({ kept: "Window", name: "recent", takes: "elements" });
