import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { analyse, createCache } from "../../../compiler/compile.ts";
import { applyEdits } from "../../../grammar/apply-edits.ts";
import type { Diagnostic } from "../../../grammar/diagnostic.ts";
import { memoryHost } from "../../support/memory-host.ts";
import { root } from "../../support/sluice.ts";
import { HABIT_CASES } from "./habit-cases.ts";

/**
 * What people type who know other languages: what they are told, and what `check --fix` makes of it. The table of
 * `docs/habits.md` is written from here with `UPDATE=1`: read the difference before committing it.
 */
describe("habits from elsewhere", () => {
  const cache = createCache();
  const page = join(root, "docs/habits.md");
  const diagnose = (text: string) => analyse(memoryHost({ "/a.flow": text }), "/a.flow", cache).diagnostics;
  const rows: string[] = [];

  for (const [title, marked] of HABIT_CASES) {
    it(title, () => {
      const at = marked.indexOf("§");
      const text = marked.replace("§", "");
      const found = diagnose(text);
      const [first] = found;
      assert.ok(first !== undefined, "nothing is said");
      assert.ok(found.length <= 2, shown(found));
      assert.ok(first.span.start <= at && at <= first.span.end, `${shown(found)} at ${first.span.start}, not ${at}`);
      const mended = fixed(text, diagnose);
      const left = diagnose(mended).filter(({ severity }) => severity === "error");
      const end = mended === text ? "" : left.length === 0 ? "fixed" : "in part";
      const row = [code(excerpt(text, at, first)), first.message, first.help?.split("\n", 1)[0] ?? "", end];
      rows.push(`| ${row.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`);
    });
  }

  it("are listed in docs/habits.md", () => {
    const text = readFileSync(page, "utf8");
    const head = text.slice(0, text.indexOf("|---"));
    const table = `${head}|---|---|---|---|\n${rows.join("\n")}\n`;
    if (process.env["UPDATE"]) writeFileSync(page, table);
    else assert.equal(text, table);
  });

  it("are mended for certain in more than sixty cases", () => {
    assert.ok(rows.filter((row) => row.endsWith("| fixed |")).length > 60);
  });
});

/** The text after `check --fix`, which goes round by round. */
function fixed(text: string, diagnose: (text: string) => readonly Diagnostic[]): string {
  let now = text;
  for (let round = 0; round < 10; round++) {
    const fix = diagnose(now)
      .flatMap(({ fixes = [] }) => fixes.filter(({ safe }) => safe))
      .at(0);
    if (fix === undefined) break;
    now = applyEdits(now, fix.edits);
  }
  return now;
}

/** What was typed: the marked text, or its line where that is short. */
function excerpt(text: string, at: number, { span }: Diagnostic): string {
  const start = Math.min(span.start, at);
  const marked = text.slice(start, Math.max(span.end, at + 1));
  const whole = text.slice(text.lastIndexOf("\n", start - 1) + 1, text.indexOf("\n", start)).trim();
  const line = whole.replace(/^fn f\(a: int, b: int, .*?\): [\w?]+(?:\[\])? = /, "");
  const [first = ""] = (marked.length > 3 ? marked : line).trim().split("\n", 1);
  return first.length > 60 ? `${first.slice(0, 59)}…` : first;
}

function code(text: string): string {
  return text.includes("`") ? `\`\` ${text} \`\`` : `\`${text}\``;
}

function shown(found: readonly Diagnostic[]): string {
  return found.map(({ code: each, message }) => `${each} ${message}`).join("; ");
}
