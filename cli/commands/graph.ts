import { dirname } from "node:path/posix";
import type { Plan } from "../../compiler/3-plan/plan.ts";
import { planToJson } from "../../compiler/3-plan/plan-json.ts";
import { defineCommand, onlyFile, UsageError } from "../command.ts";
import { hostPath } from "../disk-host.ts";
import { exitStatus } from "../exit-status.ts";
import { graphOf } from "../graph/from-plan.ts";
import { toSvg } from "../graph/svg.ts";
import { toDot, toJson, toMermaid } from "../graph/text-formats.ts";
import { planOfFile } from "../plan-of-file.ts";

const formats: Readonly<Record<string, (plan: Plan, entry: string) => string>> = {
  svg: (plan) => toSvg(graphOf(plan)),
  mermaid: (plan) => toMermaid(graphOf(plan)),
  dot: (plan) => toDot(graphOf(plan)),
  json: (plan) => toJson(graphOf(plan)),
  plan: (plan, entry) => `${JSON.stringify(planToJson(plan, dirname(entry)), null, 2)}\n`,
};

/** `sluice graph`: the topology, drawn. */
export const command = defineCommand({
  name: "graph",
  summary: "Draws the topology: agents, topics, streams, and what flows between them.",
  positionals: "FILE",
  options: {
    format: {
      short: "f",
      value: "FORMAT",
      help: "svg, mermaid, dot, json or plan (all that is known, see docs/plan.md); svg unless given",
    },
  },
  example: [
    "$ sluice graph access.flow > access.svg",
    "$ sluice graph access.flow --format dot | dot -Tpng -o access.png",
  ].join("\n"),
  async run({ format = "svg" }, positionals) {
    const write = Object.hasOwn(formats, format) ? formats[format] : undefined;
    if (write === undefined) {
      throw new UsageError(`there is no format "${format}"; there are ${Object.keys(formats).join(", ")}`);
    }
    const found = await planOfFile(onlyFile(positionals));
    if (found === null) return exitStatus.failed;
    process.stdout.write(write(found.plan, hostPath(found.entry)));
    return exitStatus.done;
  },
});
