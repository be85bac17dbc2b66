import { stdlib } from "../../../module.ts";
import { listing } from "../../listing.ts";

/** `transform(batch => …)`: with the time of the batch. */
export const transform = listing(
  (at) => stdlib(at, "stream/transform", "transform"),
  "transformed",
  ({ writing }) => [`${writing.params.batch()}.time`],
);
