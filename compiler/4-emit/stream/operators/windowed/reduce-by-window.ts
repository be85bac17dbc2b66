import { windowing } from "../../window-emitter.ts";

/** `reduceByWindow`: the elements of several batches, merged into one. */
export const reduceByWindow = windowing({
  kept: "ReducedWindow",
  name: "merged",
  takes: "elements",
  options: ["merge", "inverse"],
});
