import type { Context } from "../../../runtime/contract/context.ts";
import type { RecordFault } from "./record-joiner.ts";

const MESSAGES: Record<RecordFault, string> = {
  longRecords: "a record has more lines or bytes than it may: what is beyond that is a record of its own",
  unfinishedRecords: "a record was not finished in time: what there was of it is delivered",
};

/** Counts what is wrong with records, and logs the first of each kind with what becomes of it. */
export function recordFaults({ count, log }: Context): (fault: RecordFault) => void {
  return (fault) => {
    count(fault);
    log.once(fault, MESSAGES[fault]);
  };
}
