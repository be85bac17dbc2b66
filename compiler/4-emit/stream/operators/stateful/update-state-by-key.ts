import { stateful } from "../../stateful.ts";

/** `updateStateByKey`: every key with its state, in each batch. */
export const updateStateByKey = stateful({
  kept: "UpdatedState",
  hint: "states",
  state: "S",
  result: null,
  options: ["update", "initial"],
});
