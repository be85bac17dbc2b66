import { windowing } from "../../window-emitter.ts";

/** `countByWindow`: how many elements several batches have. */
export const countByWindow = windowing({ kept: "CountedWindow", name: "counted", takes: "signs" });
