import type { Plan } from "../../compiler/3-plan/plan.ts";
import { dangersOf } from "./dangers.ts";

/** Alert rules for Prometheus: one for each danger of each part. `patience`: how long it has to last, as `1m`. */
export function alertRules(plan: Plan, patience: string): string {
  const rules = dangersOf(plan).map(({ alert, id, place, expr, shows, action }) =>
    [
      `      - alert: ${alert}`,
      `        expr: ${quoted(expr)}`,
      `        for: ${patience}`,
      "        labels:",
      `          id: ${quoted(id)}`,
      "          severity: warning",
      "        annotations:",
      `          summary: ${quoted(shows)}`,
      `          description: ${quoted(`${place}: ${action}`)}`,
      "",
    ].join("\n"),
  );
  return `groups:\n  - name: ${quoted(`sluice ${plan.file}`)}\n    rules:\n${rules.join("")}`;
}

/** A text in YAML, which takes those of JSON. */
function quoted(text: string): string {
  return JSON.stringify(text);
}
