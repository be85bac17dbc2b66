import type { Plan } from "../../compiler/3-plan/plan.ts";
import { dangersOf } from "./dangers.ts";

/** What can fail in a program, how it shows and what to do, as a page in Markdown. */
export function runbook(plan: Plan): string {
  const byAlert = groupedDangers(plan);
  const parts = [...byAlert].flatMap(([alert, dangers]) => [
    `## ${alert}`,
    "",
    dangers[0]!.action,
    "",
    "| part | place | shows | by |",
    "|---|---|---|---|",
    ...dangers.map(
      ({ id, place, shows, expr }) => `| \`${id}\` | ${place} | ${shows} | \`${expr.replaceAll("|", "\\|")}\` |`,
    ),
    "",
  ]);
  const { file } = plan;
  const head = [
    `# Runbook of ${file}`,
    "",
    `Written by \`sluice runbook ${file}\` from the program. The headings are the names of the alerts of \`sluice dashboard ${file} --format alerts\`.`,
    "",
    "| to see | run |",
    "|---|---|",
    `| what each part does now | \`sluice top ${file}\` |`,
    `| what passes a part | \`sluice tap ${file} ID\` |`,
    `| what may be lost or come twice, and where | \`sluice explain ${file}\` |`,
    "| whether what is on disk is whole | `sluice data check DIR` |",
    "",
    "To stop it, send SIGTERM: it stops taking in, empties its channels and finishes its batches, for at most `--drain-timeout`.",
    "A start delivers what durable channels and topics have.",
    "",
  ];
  return [...head, ...parts].join("\n");
}

function groupedDangers(plan: Plan): Map<string, ReturnType<typeof dangersOf>> {
  const byAlert = new Map<string, ReturnType<typeof dangersOf>>();
  for (const danger of dangersOf(plan)) byAlert.set(danger.alert, [...(byAlert.get(danger.alert) ?? []), danger]);
  return byAlert;
}
