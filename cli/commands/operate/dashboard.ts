import type { Plan } from "../../../compiler/3-plan/plan.ts";
import { defineCommand, onlyFile, UsageError } from "../../command.ts";
import { exitStatus } from "../../exit-status.ts";
import { alertRules } from "../../operate/alerts.ts";
import { dashboard } from "../../operate/dashboard.ts";
import { planOfFile } from "../../plan-of-file.ts";
import { oneOf } from "../../topics/store-options.ts";

const FORMATS = ["grafana", "alerts"] as const;

const write: Readonly<Record<(typeof FORMATS)[number], (plan: Plan, patience: string) => string>> = {
  grafana: dashboard,
  alerts: alertRules,
};

/** `sluice dashboard`: what shows and watches the metrics of a program. */
export const command = defineCommand({
  name: "dashboard",
  summary: "Prints a dashboard for Grafana, or alert rules for Prometheus, made for the parts of the program.",
  positionals: "FILE",
  options: {
    format: { short: "f", value: "FORMAT", help: "grafana (unless given) or alerts" },
    patience: { value: "DURATION", help: "alerts: how long a problem lasts before it is reported; 1m unless given" },
  },
  example: [
    "$ sluice dashboard access.flow > access.dashboard.json",
    "$ sluice dashboard access.flow --format alerts > access.rules.yml",
    "$ promtool check rules access.rules.yml",
  ].join("\n"),
  async run({ format, patience = "1m" }, positionals) {
    const asked = oneOf("format", format, FORMATS);
    if (!/^(0|[1-9]\d*)(s|m|h)$/.test(patience)) {
      throw new UsageError(`--patience takes a duration such as 30s or 5m, not "${patience}"`);
    }
    const found = await planOfFile(onlyFile(positionals));
    if (found === null) return exitStatus.failed;
    process.stdout.write(write[asked](found.plan, patience));
    return exitStatus.done;
  },
});
