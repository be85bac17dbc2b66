import { windowing } from "../../window-emitter.ts";

/** `groupByKeyAndWindow`: the values of several batches, listed by key. */
export const groupByKeyAndWindow = windowing({ kept: "GroupedWindow", name: "groups", takes: "pairs" });
