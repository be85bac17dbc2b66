import { basename, resolve } from "node:path";
import type { Type } from "../../../compiler/model/types/type.ts";
import { suggest } from "../../../grammar/did-you-mean.ts";
import { defineCommand, UsageError } from "../../command.ts";
import { exitStatus } from "../../exit-status.ts";
import { wholeNumber } from "../../topics/store-options.ts";

/** Events a second that are shown unless a condition chooses them. */
const RATE = 10;

/** `sluice tap`: what passes a part of a running program. */
export const command = defineCommand({
  name: "tap",
  summary: "Shows some of the events that pass a part of a running program, as they pass.",
  positionals: "FILE ID",
  options: {
    where: { value: "CONDITION", help: "only those that it holds for: an expression over the event `e`" },
    limit: { value: "N", help: "stop after so many events" },
    rate: {
      value: "N",
      help: `most events a second; ${RATE} unless given, with --where as many as are looked at in time`,
    },
    json: { help: "print each as a line of JSON, with its time and headers" },
    "data-dir": { value: "DIR", help: "the program's; .sluice unless given" },
    name: { value: "NAME", help: "what the program was called with --name" },
  },
  example: [
    "$ sluice run access.flow --tap &",
    "$ sluice tap access.flow collect.mem --where 'e.body.status >= 500' --limit 1",
    '12:01:07.213 {"path":"/cart","status":503}',
  ].join("\n"),
  async run(values, [file, id, ...more]) {
    if (file === undefined || id === undefined || more.length > 0) throw new UsageError("give FILE and ID");
    const limit = wholeNumber("limit", values.limit, 1) ?? Number.POSITIVE_INFINITY;
    const rate = wholeNumber("rate", values.rate, 1) ?? (values.where === undefined ? RATE : null);
    const { planOfFile } = await import("../../plan-of-file.ts");
    const planned = await planOfFile(file);
    if (planned === null) return exitStatus.failed;
    const { tappedParts } = await import("../../picture/tapped-parts.ts");
    const types = tappedParts(planned.plan);
    const type = types.get(id);
    if (type === undefined) return fail(unknownId([...types.keys()], id));
    const { compileMatcher } = await import("../../inspect/matcher.ts");
    const { where } = values;
    const matcherOf = where === undefined ? null : (of: Type) => compileMatcher(planned.entry, where, of);
    // What is wrong with it is told at once, and not when the first event comes.
    if (matcherOf !== null && (await matcherOf(type)) === null) return exitStatus.failed;
    const { showEvents } = await import("../../inspect/show-events.ts");
    const at = { dataDir: resolve(values["data-dir"] ?? ".sluice"), program: values.name ?? basename(file, ".flow") };
    const { maskedFields } = await import("../../masked-fields.ts");
    const masked = maskedFields(planned.units);
    const found = await showEvents(at, { id, type, rate, limit, matcherOf, masked, asJson: values.json });
    if (found.kind === "refused") return fail(found.reason);
    return found.kind === "done" ? exitStatus.done : exitStatus.failed;
  },
});

function unknownId(ids: readonly string[], id: string): string {
  const meant = suggest(id, ids);
  return `nothing is called ${id}${meant === null ? "" : `; did you mean ${meant}?`}; there are ${ids.join(", ")}`;
}

function fail(message: string): number {
  process.stderr.write(`sluice: ${message}\n`);
  return exitStatus.failed;
}
