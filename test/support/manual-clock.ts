export { type ManualClock, manualClock } from "../../runtime/testing/manual-clock.ts";
