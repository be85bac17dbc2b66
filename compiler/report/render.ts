/** Diagnostics as frames: where, what, why, and what to do. */
import type { Span } from "../../grammar/ast.ts";
import type { Diagnostic } from "../../grammar/diagnostic.ts";
import { indexLines, type LineIndex } from "../../grammar/line-index.ts";

/** What is needed to show diagnostics to a person. */
export interface RenderOptions {
  /** Text of a file that a diagnostic names, or null when it is not there any more. */
  readonly text: (file: string) => string | null;
  /** How a path is shown: relative to where the user stands, say. */
  readonly path: (file: string) => string;
  readonly color: boolean;
  /** Address of the page about a code, which a terminal links the code to; null, or left out, for no link. */
  readonly page?: (code: string) => string | null;
}

/** The diagnostics as text, one frame each, a blank line between them; empty for none. */
export function render(diagnostics: readonly Diagnostic[], options: RenderOptions): string {
  const lines = new Map<string, LineIndex | null>();
  const indexOf = (file: string): LineIndex | null => {
    let index = lines.get(file);
    if (index === undefined) {
      const text = options.text(file);
      index = text === null ? null : indexLines(text);
      lines.set(file, index);
    }
    return index;
  };
  return diagnostics.map((one) => frame(one, options, indexOf)).join("\n");
}

function frame(one: Diagnostic, options: RenderOptions, indexOf: (file: string) => LineIndex | null): string {
  const paint = painter(options.color);
  const tone = one.severity === "error" ? "red" : "yellow";
  const page = options.page?.(one.code) ?? null;
  const code = page === null ? one.code : `\u001b]8;;${page}\u0007${one.code}\u001b]8;;\u0007`;
  const out = [`${paint(tone, `${one.severity}[${code}]`)}${paint("bold", `: ${one.message}`)}`];
  const places = [
    { file: one.file, span: one.span, message: "", main: true },
    ...(one.labels ?? []).map((label) => ({
      file: label.file ?? one.file,
      span: label.span,
      message: label.message,
      main: false,
    })),
  ];
  const widest = Math.max(
    ...places.map((place) => String(indexOf(place.file)?.position(place.span.end).line ?? 1).length),
  );
  const gutter = " ".repeat(widest);
  for (const place of places) {
    out.push(...placeLines(place, indexOf(place.file), { widest, tone: place.main ? tone : "blue", options }));
  }
  if (one.help !== undefined) {
    for (const [number, line] of one.help.split("\n").entries()) {
      out.push(`${gutter} ${paint("blue", number === 0 ? "=" : " ")} ${number === 0 ? "help: " : "      "}${line}`);
    }
  }
  return `${out.join("\n")}\n`;
}

/** The lines of a place alone, marked in red: what `render` shows below the message. */
export function renderPlace(
  place: { readonly file: string; readonly span: Span; readonly message: string },
  index: LineIndex,
  options: Pick<RenderOptions, "path" | "color">,
): string[] {
  const widest = String(index.position(place.span.start).line).length;
  return placeLines({ ...place, main: true }, index, { widest, tone: "red", options });
}

function placeLines(
  place: { readonly file: string; readonly span: Span; readonly message: string; readonly main: boolean },
  index: LineIndex | null,
  {
    widest,
    tone,
    options,
  }: {
    readonly widest: number;
    readonly tone: "red" | "yellow" | "blue";
    readonly options: Pick<RenderOptions, "path" | "color">;
  },
): string[] {
  const paint = painter(options.color);
  const gutter = " ".repeat(widest);
  const start = index?.position(place.span.start) ?? { line: 1, column: 1 };
  const out = [`${gutter}${paint("blue", "-->")} ${options.path(place.file)}:${start.line}:${start.column}`];
  if (index === null) return out;
  const text = index.lineText(start.line);
  const length = width(index, place.span, start.line, text);
  const [shown, mark] = underline(text, start.column, length, place.main ? "^" : "-");
  out.push(`${gutter} ${paint("blue", "|")}`);
  out.push(`${paint("blue", `${String(start.line).padStart(widest)} |`)} ${shown}`);
  const message = place.message === "" ? "" : ` ${place.message}`;
  out.push(`${gutter} ${paint("blue", "|")} ${paint(tone, `${mark}${message}`)}`);
  return out;
}

/** Columns that the mark covers on the first line of the span; at least one. */
function width(index: LineIndex, span: Span, line: number, text: string): number {
  const start = index.position(span.start);
  const end = index.position(span.end);
  const last = end.line === line ? end.column : text.length + 1;
  return Math.max(1, last - start.column);
}

const LONGEST_LINE = 160;

/** The line and its mark; tabs become spaces so that both agree, and a very long line is cut around the mark. */
function underline(text: string, column: number, length: number, sign: string): [string, string] {
  const before = text.slice(0, column - 1).replaceAll("\t", "  ");
  const marked = text.slice(column - 1, column - 1 + length).replaceAll("\t", "  ");
  const after = text.slice(column - 1 + length).replaceAll("\t", "  ");
  const cut = before.length > LONGEST_LINE / 2 ? `…${before.slice(-LONGEST_LINE / 4)}` : before;
  const size = Math.max(1, Math.min(marked.length, LONGEST_LINE));
  const line = `${cut}${marked}${after}`;
  const shown = line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line;
  return [shown, `${" ".repeat(cut.length)}${sign.repeat(size)}`];
}

function painter(color: boolean) {
  const codes = { red: "1;31", yellow: "1;33", blue: "34", bold: "1" };
  return (tone: keyof typeof codes, text: string) => (color ? `\u001b[${codes[tone]}m${text}\u001b[0m` : text);
}
