import { joining } from "../../joining.ts";

/** `rightOuterJoin(other)`: a value of the other stream without a partner has null. */
export const rightOuterJoin = joining("rightOuterJoin", "joined");
