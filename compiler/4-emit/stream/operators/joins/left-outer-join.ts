import { joining } from "../../joining.ts";

/** `leftOuterJoin(other)`: a value of this stream without a partner has null. */
export const leftOuterJoin = joining("leftOuterJoin", "joined");
