import type { Context } from "../../../runtime/contract/context.ts";
import type { LineFault } from "./line-splitter.ts";

/** Told of each fault, and how often it was there. */
export type LineFaults = (fault: LineFault, times: number) => void;

/** Counts what is wrong with lines, and logs the first of each kind with what becomes of it. */
export function lineFaults(context: Context, outcome: Readonly<Partial<Record<LineFault, string>>>): LineFaults {
  const messages: Record<LineFault, string> = {
    longLines: `a line is too long: ${outcome.longLines ?? "it comes in pieces"}`,
    halfLines: `the input ended in the middle of a line: ${outcome.halfLines ?? "its start is dropped"}`,
    invalidCharacters: "the input has bytes that are not text in its encoding: each became U+FFFD",
  };
  return (fault, times) => {
    context.count(fault, times);
    context.log.once(fault, messages[fault]);
  };
}
