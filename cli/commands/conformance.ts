import { defineCommand, number, UsageError } from "../command.ts";
import type { CheckResult } from "../conformance/check.ts";
import { entryFile } from "../entry-file.ts";
import { exitStatus } from "../exit-status.ts";

/** Kills of each check that kills, unless `--kills` says otherwise. */
const KILLS = 3;

const WORDS = { passed: "ok", failed: "FAIL", "not tried": "--" } as const;

/** `sluice conformance`: whether a source, channel or sink keeps what programs rely on. */
export const command = defineCommand({
  name: "conformance",
  summary:
    "Starts, stops, drains, refuses, breaks and kills one source, channel or sink of a program, for real, and says whether it keeps what programs rely on.",
  positionals: "FILE NAME",
  options: {
    set: { value: "param=value", multiple: true, help: "value of a param; give the component places of its own" },
    feed: {
      value: "COMMAND",
      help: "shell command that brings the lines on its standard input to a source; 0 when they are sent, or answered",
    },
    written: { value: "COMMAND", help: "shell command that prints what a sink has written" },
    break: { value: "COMMAND", help: "shell command that makes the other end dead or slow" },
    mend: { value: "COMMAND", help: "shell command that restores the other end" },
    refused: { value: "TEXT", help: "text of a body that the other end of a sink refuses for its content" },
    kills: { value: "N", help: `how often each check that kills does so; ${KILLS} unless given` },
    json: { help: "print the results as JSON" },
  },
  example: [
    '$ sluice conformance app.flow a1.k1 --set out=/tmp/try --written "cat /tmp/try/*"',
    "a1.k1 (files, a sink that is confirmed)",
    "  ok    opens and closes without being written to, and opens again",
    "  ok    takes batches of the size that it names, one after the other",
    "  ok    has written when it says so, once and in order",
    "  ok    keeps what it has written when it is closed and opened again",
    "  --    rejects a batch while its other end is dead or slow, and writes it when that is mended: it needs --break, --mend",
    "  --    names what the other end refuses for its content, and writes the rest: it needs --refused",
    "  ok    has all that it has confirmed after it was killed",
    "",
    "5 passed, 0 failed, 2 not tried",
  ].join("\n"),
  async run(values, [file, name, extra]) {
    if (file === undefined || name === undefined)
      throw new UsageError("a FILE and the NAME of a component are missing");
    if (extra !== undefined) throw new UsageError(`one FILE and one NAME only; "${extra}" is one too many`);
    const kills = number("kills", values.kills, KILLS);
    const entry = entryFile(file);
    if (entry === null) return exitStatus.failed;
    const { subjectOf, SubjectError } = await import("../conformance/subject.ts");
    const { runChecks } = await import("../conformance/run-checks.ts");
    try {
      const subject = await subjectOf(entry, name, values.set);
      if (subject === null) return exitStatus.failed;
      const outside = {
        feed: values.feed ?? null,
        written: values.written ?? null,
        break: values.break ?? null,
        mend: values.mend ?? null,
        refused: values.refused ?? null,
      };
      const { agent, maker, role, delivers } = subject;
      const say = (line: string) => values.json || process.stdout.write(`${line}\n`);
      say(`${agent}.${subject.name} (${maker}, a ${role} that is ${delivers})`);
      const results = await runChecks(subject, outside, kills, (one) => say(lineOf(one)));
      const count = (verdict: CheckResult["verdict"]) => results.filter((one) => one.verdict === verdict).length;
      say(`\n${count("passed")} passed, ${count("failed")} failed, ${count("not tried")} not tried`);
      if (values.json) process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
      // What hangs in a component must not keep the command from its end.
      process.exit(count("failed") > 0 ? exitStatus.failed : exitStatus.done);
    } catch (error) {
      if (!(error instanceof SubjectError)) throw error;
      process.stderr.write(`sluice: ${error.message}\n`);
      return exitStatus.failed;
    }
  },
});

function lineOf({ title, verdict, why }: CheckResult): string {
  return `  ${WORDS[verdict].padEnd(6)}${title}${why === "" ? "" : `: ${why}`}`;
}
