import { stdlib } from "../../../module.ts";
import { listing } from "../../listing.ts";

/** `zipWithIndex()` */
export const zipWithIndex = listing((at) => stdlib(at, "stream/zip-with-index", "zipWithIndex"), "indexed");
