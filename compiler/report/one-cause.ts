/** One cause, one report: what only follows from something else that is reported is left out. */
import type { Declaration, Span } from "../../grammar/ast.ts";
import type { Diagnostic } from "../../grammar/diagnostic.ts";
import { createHabitFinder, type HabitFinder, isSyntax } from "../habits/find-habits.ts";
import type { Checked, Unit } from "../model/checked.ts";
import { codes, foldCauses, joined, MISSING } from "./fold.ts";

/**
 * The diagnostics of a program without those that follow from others, in the order given. In a statement that does not
 * parse only the first complaint is kept, and what is known to be a habit from another language is said as such;
 * nothing else is said of that statement, nor that its names are missing elsewhere, nor of the topology while any file
 * does not parse.
 */
export function oneForEachCause(
  diagnostics: readonly Diagnostic[],
  { units, types }: Pick<Checked, "units" | "types">,
): Diagnostic[] {
  if (!diagnostics.some(({ severity }) => severity === "error")) return [...diagnostics];
  const parses = !diagnostics.some((one) => isSyntax(one.code) && !isLetter(one));
  const foreign = new Set<string>();
  const kept = units.flatMap((unit) => {
    const own = diagnostics.filter(({ file }) => file === unit.path);
    if (!own.some(({ severity }) => severity === "error")) return own;
    const finder = createHabitFinder(unit);
    const file = own.some(({ code }) => isSyntax(code)) ? finder.file() : null;
    if (file !== null) {
      foreign.add(unit.path);
      return [file];
    }
    return ofFile(unit, types, own, finder);
  });
  const known = new Set(units.map(({ path }) => path));
  const others = diagnostics.filter(({ file }) => !known.has(file));
  return [...kept, ...others].filter(
    ({ code }) => (parses || !TOPOLOGY.has(code)) && (foreign.size === 0 || !MISSING.has(code)),
  );
}

/** What is wrong with the program as a whole, which is not known while a part of it cannot be read. */
const TOPOLOGY = codes(5002, 5003, 5004, 5005, 5007, 5009, 5014, 5016, 5021, 5022, 5023, 5024, 5030, 5032);

/** What is said of a declaration because something is missing. */
const ABSENT = codes(2012, 4005, 4019, 4024);

function ofFile(
  unit: Unit,
  types: Checked["types"],
  own: readonly Diagnostic[],
  finder: HabitFinder,
): readonly Diagnostic[] {
  const cuts = cutsOf(unit);
  const groups = new Map<number, Diagnostic[]>();
  for (const one of own) {
    const at = cutBefore(cuts, one.span.start);
    groups.set(at, [...(groups.get(at) ?? []), one]);
  }
  const broken = [...groups].filter(([, group]) => group.some((one) => isSyntax(one.code) && !isLetter(one)));
  const starts = broken.map(([at]) => at);
  const names = namesIn(unit, cuts, starts);
  const letters: Diagnostic[] = [];
  const spoiled: Span[] = [];
  const together = new Map<Diagnostic, string>();
  const kept = [...groups].flatMap(([at, group]) => {
    if (spoiled.some(({ start, end }) => start <= at && at < end)) return [];
    const region = { start: at, end: cutAfter(cuts, at, unit.text) };
    const inside = wordAt(unit, at);
    const syntax = group.filter((one) => isSyntax(one.code) && !isLetter(one));
    const habit = syntax.length === 0 ? null : finder.first(region, syntax, inside);
    if (habit?.spoils === true) spoiled.push(declarationAround(unit, at));
    if (syntax[0] !== undefined) {
      if (habit === null) letters.push(...group.filter(isLetter));
      return [habit?.report ?? syntax.find(swallowsRest) ?? syntax[0]];
    }
    const left = group.filter((one) => {
      if (isLetter(one)) return false;
      if (broken.length === 0) return true;
      if (MISSING.has(one.code)) return !names.has(unit.text.slice(one.span.start, one.span.end));
      return !ABSENT.has(one.code);
    });
    const told = left.map((one) => {
      const found = one.severity === "error" ? finder.first(region, [one], inside) : null;
      if (found === null) return one;
      if (found.together !== null) together.set(found.report, found.together);
      return found.report;
    });
    letters.push(
      ...group.filter((one) => isLetter(one) && !told.some((other) => isHabit(other) && isWithin(one, other))),
    );
    return told;
  });
  const causes = kept.some(isHabit) ? kept.filter(({ code }) => !TOPOLOGY.has(code)) : kept;
  const folded = foldCauses(unit, types, once(causes), {
    statementOf: ({ span }) => cutBefore(cuts, span.start),
    formOf: (one) => together.get(one) ?? null,
  });
  return [...sameOnce(letters), ...folded].sort((a, b) => a.span.start - b.span.start);
}

function isHabit({ code }: Diagnostic): boolean {
  return code === "FLOW1032" || code === "FLOW1033";
}

function isWithin(one: Diagnostic, other: Diagnostic): boolean {
  return other.span.start <= one.span.start && one.span.end <= other.span.end;
}

/** A string, template or regular expression that is not closed: what stands behind it on the line is taken for a part of it. */
function swallowsRest({ code }: Diagnostic): boolean {
  return code === "FLOW1002" || code === "FLOW1003" || code === "FLOW1005";
}

/** The declaration at `offset`, up to the next. */
function declarationAround({ tree, text }: Unit, offset: number): Span {
  const next = tree.declarations.find(({ span }) => span.start > offset);
  const start = tree.declarations.findLast((decl) => decl.span.start <= offset)?.span.start ?? 0;
  return { start, end: next?.span.start ?? text.length };
}

/** A form that explains several diagnostics is reported once. */
function once(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter(({ code, span }) => {
    const key = `${code}:${span.start}:${span.end}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** What is wrong with a single token, and disturbs nothing else: quotes, an escape, a number, the sign of a comment. */
function isLetter({ code, fixes = [] }: Diagnostic): boolean {
  if (code === "FLOW1009") return fixes.some(({ safe }) => safe);
  return code === "FLOW1031" || /^FLOW10(?:0[68]|1\d)$/.test(code);
}

/** Ten semicolons are one habit: the first is reported, and its fix mends them all. */
function sameOnce(letters: readonly Diagnostic[]): Diagnostic[] {
  const byMessage = new Map<string, Diagnostic>();
  for (const one of letters) {
    const before = byMessage.get(one.message);
    if (before === undefined) byMessage.set(one.message, one);
    else {
      const [first, second] = [before.fixes?.[0], one.fixes?.[0]];
      if (first !== undefined && second !== undefined) {
        byMessage.set(one.message, { ...before, fixes: [joined(first, second)] });
      }
    }
  }
  return [...byMessage.values()];
}

/** Where statements and declarations begin, on a line of their own: what is wrong in one says nothing of the next. */
function cutsOf({ tree, text }: Unit): readonly number[] {
  const starts = tree.declarations.flatMap((decl) => [decl.span.start, ...membersOf(decl).map(({ start }) => start)]);
  const startsLine = (at: number) => text.slice(text.lastIndexOf("\n", at - 1) + 1, at).trim() === "";
  return [0, ...starts.filter(startsLine)].sort((a, b) => a - b);
}

/** The word that the declaration around `offset` begins with; `pub` is not it. */
function wordAt({ tree, text }: Unit, offset: number): string {
  const decl = tree.declarations.findLast(({ span }) => span.start <= offset);
  return /^(?:pub\s+)?(\w+)/.exec(text.slice(decl?.span.start ?? 0))?.[1] ?? "";
}

function membersOf(decl: Declaration): Span[] {
  switch (decl.kind) {
    case "AgentDecl":
    case "StreamDecl":
    case "TestDecl":
      return decl.members.map(({ span }) => span);
    default:
      return [];
  }
}

function cutBefore(cuts: readonly number[], offset: number): number {
  return cuts.findLast((cut) => cut <= offset) ?? 0;
}

function cutAfter(cuts: readonly number[], at: number, text: string): number {
  return cuts.find((cut) => cut > at) ?? text.length;
}

/** Every word of the statements that do not parse: they may be what declares a name. */
function namesIn(unit: Unit, cuts: readonly number[], broken: readonly number[]): ReadonlySet<string> {
  const words = broken.flatMap((at) => unit.text.slice(at, cutAfter(cuts, at, unit.text)).match(/\w+/g) ?? []);
  return new Set(words);
}
