import { basename, resolve } from "node:path";
import { actionOf, defineCommand, UsageError } from "../../command.ts";
import { exitStatus } from "../../exit-status.ts";
import { wholeNumber } from "../../topics/store-options.ts";

const actions = ["list", "show", "replay", "drop"] as const;

/** `sluice dead`: what a program could not deliver. */
export const command = defineCommand({
  name: "dead",
  summary: "Lists and shows the dead letters of a program, sends them again where they fell out, or gives them up.",
  positionals: "list|show|replay|drop FILE [WHERE]",
  options: {
    edge: { value: "EDGE", help: "only those that fell out there: 'shop.mem -> out'" },
    id: { value: "ID", multiple: true, help: "only this letter, as `show` names it: dead/0/12" },
    limit: { value: "N", help: "at most so many; show prints 20 unless given" },
    all: { help: "show: also those that were sent again or dropped; drop: all that wait" },
    "data-dir": { value: "DIR", help: "the program's; .sluice unless given" },
    name: { value: "NAME", help: "what the program was called with --name" },
    set: { value: "param=value", multiple: true, help: "value of a param of FILE" },
    json: { help: "print JSON" },
  },
  example: [
    "$ sluice dead list shop.flow",
    "in    edge             waiting  sent again  dropped  oldest                    last reason",
    "dead  shop.mem -> out  12       0           0        2026-01-01T00:00:07.213Z  shop.flow:7:20 HTTP 422: no such tenant",
    "$ sluice dead replay shop.flow --edge 'shop.mem -> out'",
    "12 letters sent again",
  ].join("\n"),
  async run(values, [asked, file, holder, ...more]) {
    const action = actionOf(asked, actions);
    if (file === undefined || more.length > 0) throw new UsageError("give FILE, and WHERE for one topic or sink");
    if (action === "drop" && !values.all && values.edge === undefined && values.id.length === 0) {
      throw new UsageError("say which letters to drop: --edge, --id, or --all");
    }
    const limit = wholeNumber("limit", values.limit, 1);
    const { planOfFile } = await import("../../plan-of-file.ts");
    const planned = await planOfFile(file);
    if (planned === null) return exitStatus.failed;
    const dataDir = resolve(values["data-dir"] ?? ".sluice");
    const args = ["--data-dir", dataDir, ...values.set.flatMap((each) => ["--set", each])];
    const { maskedFields } = await import("../../masked-fields.ts");
    const { runLetters } = await import("../../dead/run-letters.ts");
    return await runLetters(planned.entry, args, {
      action,
      plan: planned.plan,
      masked: maskedFields(planned.units),
      dataDir,
      name: values.name ?? basename(file, ".flow"),
      holder: holder ?? null,
      edge: values.edge ?? null,
      ids: values.id,
      limit,
      all: values.all,
      json: values.json,
    });
  },
});
