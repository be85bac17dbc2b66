import { stdlib } from "../../../module.ts";
import { listing } from "../../listing.ts";

/** `sample(fraction, seed)`: the time of the batch decides, too. */
export const sample = listing(
  (at) => stdlib(at, "stream/sample", "sample"),
  "chosen",
  ({ writing }) => [`${writing.params.batch()}.time`],
);
