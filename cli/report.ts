/** How diagnostics leave the command line: frames for people, on standard error; JSON for programs. */
import { relative, sep } from "node:path";
import type { Host } from "../compiler/model/host.ts";
import { render } from "../compiler/report/render.ts";
import type { Span } from "../grammar/ast.ts";
import type { Diagnostic, Label, TextEdit } from "../grammar/diagnostic.ts";
import { indexLines, type LineIndex } from "../grammar/line-index.ts";
import { pageOf } from "./package-root.ts";
import { useColor } from "./terminal.ts";

/** Writes a frame for each diagnostic and a line that counts them; nothing for none. */
export function printFrames(diagnostics: readonly Diagnostic[], host: Host): void {
  if (diagnostics.length === 0) return;
  const color = useColor(process.stderr);
  // The escape of a link is for terminals alone, whoever asks for colour elsewhere.
  const links = color && process.stderr.isTTY ? { page: pageOf } : {};
  const frames = render(shown(diagnostics), { text: (file) => host.read(file), path: shownPath, color, ...links });
  const rest = diagnostics.length - MOST_FRAMES;
  const more = rest > 0 ? `, ${rest} of them not shown (\`sluice check --json\` prints all)` : "";
  process.stderr.write(`${frames}\n${summary(diagnostics)}${more}\n`);
}

/** More than anybody reads. */
const MOST_FRAMES = 100;

/** The first of them, where there are too many: errors before warnings. */
function shown(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  if (diagnostics.length <= MOST_FRAMES) return diagnostics;
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const warnings = diagnostics.filter(({ severity }) => severity !== "error");
  return [...errors, ...warnings].slice(0, MOST_FRAMES);
}

/** A diagnostic as `check --json` prints it: lines and columns count from 1, the end is exclusive. */
export function toJson(diagnostics: readonly Diagnostic[], host: Host): string {
  const indexes = new Map<string, LineIndex>();
  const range = (file: string, span: Span) => {
    let index = indexes.get(file);
    if (index === undefined) {
      index = indexLines(host.read(file) ?? "");
      indexes.set(file, index);
    }
    const [start, end] = [index.position(span.start), index.position(span.end)];
    return { line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
  };
  const label =
    (own: string) =>
    ({ file = own, span, message }: Label) => ({ file: shownPath(file), ...range(file, span), message });
  const edit = (own: string) => (change: TextEdit) => {
    const file = change.file ?? own;
    return { file: shownPath(file), ...range(file, change.span), text: change.text };
  };
  const list = diagnostics.map((one) => ({
    file: shownPath(one.file),
    ...range(one.file, one.span),
    severity: one.severity,
    code: one.code,
    message: one.message,
    labels: (one.labels ?? []).map(label(one.file)),
    help: one.help ?? null,
    fixes: (one.fixes ?? []).map(({ title, safe, edits }) => ({ title, safe, edits: edits.map(edit(one.file)) })),
  }));
  return `${JSON.stringify(list, null, 2)}\n`;
}

/** A path as people see it: relative where it is below the working directory. */
export function shownPath(path: string): string {
  const below = relative(process.cwd(), path);
  return below === "" || below.startsWith("..") ? path : below.replaceAll(sep, "/");
}

function summary(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter((one) => one.severity === "error").length;
  const counts = [
    [errors, "error"],
    [diagnostics.length - errors, "warning"],
  ] as const;
  return counts
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}${count === 1 ? "" : "s"}`)
    .join(", ");
}
