/** The event loop of the machine; times are the clock's business (`clock.ts`). */

export { setImmediate as nextTurn } from "node:timers/promises";
