import { stateful } from "../../stateful.ts";

/** `mapWithState`: what becomes of each value beside the state of its key. */
export const mapWithState = stateful({
  kept: "MappedState",
  hint: "mapped",
  state: "S",
  result: "E",
  options: ["update", "initial", "timeout", "onTimeout"],
});
