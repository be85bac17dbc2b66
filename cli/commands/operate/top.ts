import { defineCommand, UsageError } from "../../command.ts";
import { exitStatus } from "../../exit-status.ts";
import { oneOf } from "../../topics/store-options.ts";

/** `sluice top`: what each part of a running program does. */
export const command = defineCommand({
  name: "top",
  summary:
    "Shows what each part of a running program does: rates, fill, delays, errors. In a terminal it runs until `q`.",
  positionals: "FILE|PID|URL",
  options: {
    sort: { value: "ORDER", help: "program (unless given), rate, fill, behind or errors; `s` changes it" },
    filter: { value: "TEXT", help: "only parts whose id or type has TEXT in it; `/` changes it" },
    json: { help: "print it once as JSON" },
    "data-dir": { value: "DIR", help: "the program's; .sluice unless given" },
    name: { value: "NAME", help: "what the program was called with --name" },
  },
  example: [
    "$ sluice top access.flow | cat",
    "id           type      in/s  out/s  fill  behind  lag     errors",
    "collect.web  netcat          12 k",
    "collect.mem  memory    12 k   9210   81%   4.2 s",
    "collect.hd   hdfs      9210                             3 (+1)",
  ].join("\n"),
  async run(values, [what, ...more]) {
    if (what === undefined || more.length > 0) throw new UsageError("give one FILE, PID or URL");
    const { ORDERS } = await import("../../inspect/top/table.ts");
    const order = oneOf("sort", values.sort, ORDERS);
    const { watchProgram } = await import("../../inspect/top/read-snapshots.ts");
    const { printJson, printOnce, showScreen } = await import("../../inspect/top/screen.ts");
    try {
      const watched = await watchProgram({ what, dataDir: values["data-dir"] ?? null, name: values.name ?? null });
      const isTerminal = process.stdout.isTTY && process.stdin.isTTY;
      try {
        const show = values.json ? printJson : isTerminal ? showScreen : printOnce;
        await show(watched, order, values.filter ?? "");
      } finally {
        watched.close();
      }
      return exitStatus.done;
    } catch (error) {
      process.stderr.write(`sluice: ${error instanceof Error ? error.message : String(error)}\n`);
      return exitStatus.failed;
    }
  },
});
