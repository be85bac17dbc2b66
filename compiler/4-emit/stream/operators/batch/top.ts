import { runtime } from "../../../module.ts";
import { listing } from "../../listing.ts";

/** `top(10, by: …)` */
export const top = listing((at) => runtime(at, "top"), "highest");
