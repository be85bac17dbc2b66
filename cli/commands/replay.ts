import { basename } from "node:path";
import { defineCommand, onlyFile } from "../command.ts";
import { entryFile } from "../entry-file.ts";
import { exitStatus } from "../exit-status.ts";
import { readRecording } from "../record/read-recording.ts";
import { RecordingError } from "../record/recording.ts";
import { replay } from "../record/replay.ts";
import { replayedAs, reportOf } from "../record/report-replay.ts";
import { writeOut } from "../record/write-out.ts";

/** `sluice replay`: what a program did with what came into it, once more. */
export const command = defineCommand({
  name: "replay",
  summary:
    "Plays back what `sluice run --record DIR` has recorded, on a simulated machine: the program does the same once more, and nothing outside is touched.",
  positionals: "DIR",
  options: {
    with: { value: "FILE", help: "play it back to this program instead of the one that was recorded" },
    out: { value: "FOLDER", help: "write what sinks have written, files as they would be, below this folder" },
    quiet: { help: "leave out the log of the program" },
    json: { help: "print what it has printed and done as JSON" },
  },
  example: [
    "$ sluice run --record rec access.flow",
    "$ sluice replay rec",
    "-------------------------------------------",
    "Time: 2026-01-01 00:00:01",
    "-------------------------------------------",
    "('/index.html', 2)",
  ].join("\n"),
  async run({ with: other, out, quiet, json }, positionals) {
    try {
      const recording = readRecording(onlyFile(positionals));
      const entry = other === undefined ? null : entryFile(other);
      if (other !== undefined && entry === null) return exitStatus.failed;
      const played = await replay(recording, entry);
      if (played === null) return exitStatus.failed;
      if (!json) process.stdout.write(played.output);
      if (!quiet) process.stderr.write(played.errors);
      const written = out === undefined ? [] : writeOut(played, out);
      const reported = { file: basename(entry ?? recording.about.entry), out, written };
      if (json) process.stdout.write(`${JSON.stringify(replayedAs(recording, played, reported), null, 2)}\n`);
      else process.stderr.write(reportOf(recording, played, reported));
      return played.end?.kind === "exit" && played.end.status === 0 ? exitStatus.done : exitStatus.failed;
    } catch (error) {
      if (!(error instanceof RecordingError)) throw error;
      process.stderr.write(`sluice: ${error.message}\n`);
      return exitStatus.failed;
    }
  },
});
