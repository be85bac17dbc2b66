import { basename, resolve } from "node:path";
import type { Plan } from "../../../compiler/3-plan/plan.ts";
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
  summary: "Shows some of the events that pass a source, channel or sink of a running program, as they pass.",
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
    const types = tappable(planned.plan);
    const type = types.get(id);
    if (type === undefined) return fail(unknownId(planned.plan, types, id));
    const { compileMatcher } = await import("../../inspect/matcher.ts");
    const isWanted = values.where === undefined ? null : await compileMatcher(planned.entry, values.where, type);
    if (values.where !== undefined && isWanted === null) return exitStatus.failed;
    const { showEvents } = await import("../../inspect/show-events.ts");
    const at = { dataDir: resolve(values["data-dir"] ?? ".sluice"), program: values.name ?? basename(file, ".flow") };
    const { maskedFields } = await import("../../masked-fields.ts");
    const masked = maskedFields(planned.units);
    const found = await showEvents(at, { id, type, rate, limit, isWanted, masked, asJson: values.json });
    return found.kind === "done" ? exitStatus.done : fail(found.reason);
  },
});

/** What can be looked at, by id, with the type of the bodies that pass it. */
function tappable({ agents, streams }: Plan): ReadonlyMap<string, Type> {
  const ends = [
    ...agents.flatMap(({ sources, channels, sinks }) => [...sources, ...channels, ...sinks]),
    ...streams.flatMap(({ inputs, outputs }) => [...inputs, ...outputs]),
  ];
  return new Map(ends.filter(({ kind }) => kind !== "channelReader").map(({ id, element }) => [id, element]));
}

function unknownId(plan: Plan, types: ReadonlyMap<string, Type>, id: string): string {
  const steps = [
    ...plan.agents.flatMap(({ flows }) => flows.flatMap(({ branches }) => branches.flatMap((one) => one.operators))),
    ...plan.streams.flatMap(({ nodes }) => nodes.filter((node) => node.kind === "operator")),
  ];
  const ids = [...types.keys()].join(", ");
  if (steps.some((step) => step.id === id)) {
    return `${id} is one of several steps that are one loop; look at what is before or behind it: ${ids}`;
  }
  const meant = suggest(id, types.keys());
  return `nothing is called ${id}${meant === null ? "" : `; did you mean ${meant}?`}; there are ${ids}`;
}

function fail(message: string): number {
  process.stderr.write(`sluice: ${message}\n`);
  return exitStatus.failed;
}
