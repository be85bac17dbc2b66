import type { Change } from "./change.ts";
import type { PlanDiff } from "./diff-plans.ts";

/** A diff for people: what is lost comes first, what is kept last. */
export function diffText({ changes, discards }: PlanDiff): string {
  if (changes.length === 0) return "neither program keeps anything\n";
  const rows = [...changes].sort((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict));
  const widths = [
    rows.map(({ verdict }) => verdict),
    rows.map(({ subject }) => subject),
    rows.map(({ name }) => name),
  ].map((column) => Math.max(...column.map(({ length }) => length)));
  const lines = rows.map(({ verdict, subject, name, reason }) =>
    [verdict, subject, name]
      .map((cell, column) => cell.padEnd(widths[column]!))
      .concat(reason)
      .join("  ")
      .trimEnd(),
  );
  if (discards.length > 0) {
    const options = discards.map((name) => `--discard-state ${name}`).join(" ");
    lines.push("", `The new program does not start on what the old one has kept. To start without it: ${options}`);
  }
  return `${lines.join("\n")}\n`;
}

const ORDER: readonly Change["verdict"][] = ["lost", "begun again", "changed", "removed", "new", "migrated", "kept"];
