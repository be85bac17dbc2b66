import type { Recording } from "./recording.ts";
import type { Played } from "./replay.ts";
import { leavesOf } from "./write-out.ts";

/** What a report is about. */
export interface Reported {
  /** Name of the program's file. */
  readonly file: string;
  /** The folder for what sinks have written, where one was given, and the files in it. */
  readonly out: string | undefined;
  readonly written: readonly string[];
}

/** The same as `reportOf` says, and what the program printed, as data. */
export function replayedAs(recording: Recording, played: Played, { file, out, written }: Reported) {
  const { entries, about, isWhole, isTorn } = recording;
  const [from, to] = [entries[0]!.at, entries.at(-1)!.at].map((ms) => new Date(ms).toISOString());
  const { end, output, shifted, resumed } = played;
  return {
    file,
    from,
    to,
    output,
    status: end?.kind === "exit" ? end.status : null,
    crash: end?.kind === "crashed" ? String(end.error) : null,
    files: out === undefined ? leavesOf(played).map(({ path }) => path) : written,
    isWhole,
    isTorn,
    masked: about.masked,
    shiftedBatches: shifted,
    resumedStreams: resumed,
  };
}

/** What was played back, and in what it may differ from what was recorded. */
export function reportOf(recording: Recording, played: Played, { file, out, written }: Reported): string {
  const { entries, about } = recording;
  const [from, to] = [entries[0]!.at, entries.at(-1)!.at].map((ms) => new Date(ms).toISOString());
  const lines = [`replayed ${file} from ${from} to ${to}`];
  if (!recording.isWhole) {
    lines.push("the recording begins after the program: windows and states do not have what came before that");
  } else if (played.resumed.length > 0) {
    const streams = played.resumed.join(", ");
    lines.push(
      `${streams} went on from an earlier run: windows and states do not have what came before, and what they give may differ`,
    );
  }
  if (recording.isTorn) lines.push("the recording ends within an entry: the program was killed");
  if (about.masked.length > 0) lines.push(`values of these fields are masked in it: ${about.masked.join(", ")}`);
  if (played.shifted > 0) lines.push(`${played.shifted} batches had other times in the recording`);
  if (played.end?.kind === "crashed") lines.push(`the program crashed: ${String(played.end.error)}`);
  if (played.end === null) lines.push("the program did not stop when it was asked to");
  if (out !== undefined) lines.push(...written.map((path) => `wrote ${path}`));
  else {
    const leaves = leavesOf(played);
    if (leaves.length > 0) {
      const what = leaves
        .map(({ path }) => path)
        .slice(0, 5)
        .join(", ");
      lines.push(
        `sinks wrote ${leaves.length} ${leaves.length === 1 ? "file" : "files"} (${what}); --out FOLDER keeps them`,
      );
    }
  }
  return `${lines.map((line) => `sluice: ${line}`).join("\n")}\n`;
}
