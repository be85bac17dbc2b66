import { joining } from "../../joining.ts";

/** `join(other)`: each value of a key with each of the other stream. */
export const join = joining("join", "joined");
