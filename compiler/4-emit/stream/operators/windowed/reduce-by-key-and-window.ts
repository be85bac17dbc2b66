import { windowing } from "../../window-emitter.ts";

/** `reduceByKeyAndWindow`: the values of several batches, merged by key. */
export const reduceByKeyAndWindow = windowing({
  kept: "WindowedReduce",
  name: "windowed",
  takes: "pairs",
  options: ["merge", "inverse", "filter"],
});
