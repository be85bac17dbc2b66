import type { Span } from "../../grammar/ast.ts";
import type { Diagnostic } from "../../grammar/diagnostic.ts";
import type { Unit } from "../model/checked.ts";
import { messages } from "../model/messages/messages.ts";
import { BLOCK_HABITS } from "./blocks.ts";
import { BUILTIN_HABITS } from "./builtins.ts";
import { CALL_HABITS } from "./calls.ts";
import { ENGINE_HABITS } from "./engines.ts";
import { EXPRESSION_HABITS } from "./expressions.ts";
import { FOREIGN_FILES } from "./files.ts";
import type { Habit, Parts } from "./habit.ts";
import { maskText } from "./mask.ts";
import { PROPERTY_HABITS } from "./properties.ts";
import { SHAPE_HABITS } from "./shapes.ts";
import { STATEMENT_HABITS } from "./statements.ts";
import { VALUE_HABITS } from "./values.ts";
import { WIRE_HABITS } from "./wires.ts";

/** More specific forms first: of two that begin at one place, the first is taken. */
const HABITS: readonly Habit[] = [
  ...SHAPE_HABITS,
  ...BLOCK_HABITS,
  ...STATEMENT_HABITS,
  ...BUILTIN_HABITS,
  ...ENGINE_HABITS,
  ...CALL_HABITS,
  ...EXPRESSION_HABITS,
  ...VALUE_HABITS,
  ...PROPERTY_HABITS,
  ...WIRE_HABITS,
];

/** Characters around a diagnostic that are looked at: a hostile text must not take long. */
const REACH = 2000;

/** Statements of a file that are looked at. */
const MOST_REGIONS = 100;

const AGENT = /^(?:pub\s+)?agent\s+\w+\s*\{/m;

/** Looks through one file for what people bring along from other languages. */
export interface HabitFinder {
  /** What the whole file is, where it is not a program at all. */
  file(): Diagnostic | null;
  /**
   * The first form in `region` that explains one of the `wrong`, which are diagnostics there. `inside` is the word that
   * the declaration around begins with.
   */
  first(region: Span, wrong: readonly Diagnostic[], inside: string): FoundHabit | null;
}

/** A form of another language, where it stands. */
export interface FoundHabit {
  readonly report: Diagnostic;
  /** Whether the declaration around is written in that language, so that nothing else is to be said of it. */
  readonly spoils: boolean;
  /** What its other reports in the file have in common with it, so that they are one; null where each is one of its own. */
  readonly together: string | null;
}

/** For a file in which something is wrong. */
export function createHabitFinder({ path, text, tree }: Unit): HabitFinder {
  const starts = tree.declarations.map(({ span }) => span.start);
  const maskedParts = new Map<string, string>();
  let looked = 0;
  /** From the declaration before the one around, for what looks behind, to the next: the rest of a long file tells nothing. */
  const maskedAround = ({ start, end }: Span): string => {
    const around = starts.findLastIndex((one) => one <= start);
    const part = { start: starts[around - 1] ?? 0, end: starts.find((one) => one >= end) ?? text.length };
    const key = `${part.start}:${part.end}`;
    const masked = maskedParts.get(key) ?? maskText(text, part);
    maskedParts.set(key, masked);
    return masked;
  };
  return {
    file() {
      for (const { what, pattern, help, unlessAgent } of FOREIGN_FILES) {
        if (unlessAgent && AGENT.test(text)) continue;
        const match = pattern.exec(text);
        if (match === null) continue;
        const start = match.index + match[0].search(/\S/);
        const [line = ""] = match[0].trimStart().split("\n", 1);
        const span = { start, end: start + line.trimEnd().length };
        return { ...messages.report("FLOW1030", { what, help }), file: path, span };
      }
      return null;
    },
    first(region, wrong, inside) {
      const at = wrong[0]?.span.start;
      if (at === undefined || looked++ >= MOST_REGIONS) return null;
      const line = text.lastIndexOf("\n", region.start - 1) + 1;
      const masked = maskedAround({ start: line, end: region.end });
      const window = { start: Math.max(line, at - REACH), end: Math.min(region.end, at + REACH) };
      let best: Found | null = null;
      for (const habit of HABITS) {
        if (habit.inside?.includes(inside) === false) continue;
        const found = findHabit(habit, masked, window, wrong);
        if (found[0] === undefined) continue;
        if (best === null || found[0].index < (best.matches[0]?.index ?? 0)) best = { habit, matches: found };
      }
      if (best === null) return null;
      const { spoils = false, together = null } = best.habit;
      return { report: describe(best, path, text), spoils, together };
    },
  };
}

interface Found {
  readonly habit: Habit;
  readonly matches: readonly RegExpExecArray[];
}

/** All matches in the region, where one of them explains something; the explained one first. */
function findHabit(habit: Habit, masked: string, region: Span, wrong: readonly Diagnostic[]): RegExpExecArray[] {
  const { pattern } = habit;
  const found: RegExpExecArray[] = [];
  const upTo = masked.slice(0, region.end);
  pattern.lastIndex = region.start;
  for (let match = pattern.exec(upTo); match !== null; match = pattern.exec(upTo)) {
    if (match[0] === "") pattern.lastIndex++;
    else found.push(match);
  }
  const explained = found.filter((match) => wrong.some((one) => explains(habit, match, one)));
  if (!wrong.some(({ code }) => isSyntax(code))) return explained;
  return explained.length === 0 ? [] : found.filter((match) => match.index >= (explained[0]?.index ?? 0));
}

/** The parser's complaints may stand anywhere behind the form; those of the checker stand in it. */
function explains(habit: Habit, match: RegExpExecArray, { code, span }: Diagnostic): boolean {
  const end = match.index + match[0].length;
  if (isSyntax(code)) return !habit.checkerOnly && span.end >= match.index;
  return habit.codes?.includes(code) === true && span.start < end && span.end > match.index;
}

/** Whether the code is one of the parser's. */
export function isSyntax(code: string): boolean {
  return code.startsWith("FLOW1");
}

function describe({ habit, matches }: Found, path: string, text: string): Diagnostic {
  const [first] = matches as [RegExpExecArray];
  const parts = partsOf(first, text);
  const { here, certain = true } = habit;
  const language = typeof habit.language === "function" ? habit.language(parts) : habit.language;
  const written = shorten(habit.written?.(parts) ?? parts(0).trim());
  const help = typeof habit.help === "function" ? habit.help(parts) : (habit.help ?? "");
  const blank = first[0].search(/\S/);
  const start = first.index + Math.max(0, blank);
  const span = { start, end: Math.max(start + 1, first.index + first[0].trimEnd().length) };
  if (here === null) {
    const lacks = habit.lacks ?? "such form";
    return { ...messages.report("FLOW1033", { lacks, written, language, help }), file: path, span };
  }
  const shown = shorten(habit.shown?.(parts) ?? here(parts).trim());
  const quoted = shown.includes("`") ? `\`\` ${shown} \`\`` : `\`${shown}\``;
  const told = shown === "" ? "leave it out" : `write ${quoted}`;
  const edits = matches.map((match) => ({
    span: { start: match.index, end: match.index + match[0].length },
    text: here(partsOf(match, text)),
  }));
  return {
    ...messages.report("FLOW1032", { written, language, here: told, help }),
    file: path,
    span,
    fixes: [{ title: shown === "" ? "Leave it out" : `Write ${quoted}`, edits, safe: certain }],
  };
}

/** Groups as they stand in the text, not in its mask. */
function partsOf(match: RegExpExecArray, text: string): Parts {
  return (group) => {
    const [start, end] = match.indices?.[group] ?? [0, 0];
    return text.slice(start, end);
  };
}

function shorten(shown: string): string {
  const [line = ""] = shown.split("\n", 1);
  const isWhole = line === shown && line.length <= 60;
  return isWhole ? line : `${line.slice(0, 59).trimEnd()}…`;
}
