import { joining } from "../../joining.ts";

/** `fullOuterJoin(other)`: a value of either stream without a partner has null. */
export const fullOuterJoin = joining("fullOuterJoin", "joined");
