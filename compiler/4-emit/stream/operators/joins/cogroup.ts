import { joining } from "../../joining.ts";

/** `cogroup(other)`: the values of both streams by key. */
export const cogroup = joining("cogroup", "groups");
