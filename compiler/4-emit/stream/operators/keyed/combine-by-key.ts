import { combining } from "../../combining.ts";

/** `combineByKey(create, merge)` */
export const combineByKey = combining("create", (className) => `new ${className}`);
