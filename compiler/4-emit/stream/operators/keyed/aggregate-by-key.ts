import { combining } from "../../combining.ts";

/** `aggregateByKey(zero, merge)`, and `foldByKey`, which is the same of one type. */
export const aggregateByKey = combining("zero", (className) => `${className}.startingWith`);
