import { stdlib } from "../../../module.ts";
import { listing } from "../../listing.ts";

/** `sortBy(key, ascending)` */
export const sortBy = listing((at) => stdlib(at, "stream/sort-by", "sortBy"), "sorted");
