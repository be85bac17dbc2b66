import { stateful } from "../../stateful.ts";

/** `process`: state by key with timers. */
export const process = stateful({
  kept: "ProcessedState",
  hint: "processed",
  state: "S",
  result: "U",
  options: ["onElement", "wakeAt", "onTimer"],
});
