/** Folds diagnostics that have one cause into the first of them. */
import type { Declaration } from "../../grammar/ast.ts";
import type { Diagnostic, Fix, Label } from "../../grammar/diagnostic.ts";
import type { Checked, Unit } from "../model/checked.ts";
import { fieldsAt } from "./fields-at.ts";

/** Places beside the first that a report shows. */
const MOST_LABELS = 4;

/** A name that nothing declares: each use of it says the same. */
export const MISSING = codes(2001, 2003, 2004, 2009);

/** What follows when a component does not exist or is of the wrong kind. */
const FOLLOWS_WRONG_COMPONENT = codes(5001, 5002, 5003, 5004, 5005, 5006, 4005, 4019, 4024);
const WRONG_COMPONENT = codes(4002, 2004, 4032);

/** A part of an agent that is not wired; in an agent without wires, every part. */
const UNWIRED = codes(5002, 5003, 5004, 5005);

/** What cannot be inferred when something else in the statement is wrong. */
const FOLLOWS_ANY = codes(3014, 3018);

const TYPE_ERRORS = codes(3001, 3007, 3018);

/** What a value of the wrong type causes where it is given or read. */
const FIELD_ERRORS = codes(2005, 3001, 3007, 3018);

/** From this many errors on, the declaration of a type or field is taken for their cause. */
const ENOUGH = 3;

/** What the diagnostics of a file have to do with each other. */
interface Relations {
  /** In which statement one stands. */
  statementOf(one: Diagnostic): number;
  /** The form of another language that all of it is reported with as one; null for one of its own. */
  formOf(one: Diagnostic): string | null;
}

/** What is wrong in one file, each cause once, by place. */
export function foldCauses(
  unit: Unit,
  types: Checked["types"],
  found: readonly Diagnostic[],
  { statementOf, formOf }: Relations,
): Diagnostic[] {
  const inOrder = found.toSorted((a, b) => a.span.start - b.span.start);
  const within = inOrder.filter((one) => !followsInDeclaration(unit, one, inOrder));
  const left = within.filter(
    (one) => !FOLLOWS_ANY.has(one.code) || !within.some((other) => causes(other, one, statementOf)),
  );
  const once = foldBy(left, (one) => formOf(one) ?? sameCause(unit, one));
  return foldTypes(foldFields(unit, types, withoutMembers(unit, once)));
}

function followsInDeclaration(unit: Unit, one: Diagnostic, all: readonly Diagnostic[]): boolean {
  const decl = declarationAt(unit, one);
  const inSame = (wanted: ReadonlySet<string>) =>
    all.some((other) => wanted.has(other.code) && declarationAt(unit, other) === decl);
  if (FOLLOWS_WRONG_COMPONENT.has(one.code)) return inSame(WRONG_COMPONENT);
  if (one.code !== "FLOW5011" || decl?.kind !== "StreamDecl") return false;
  const head = decl.members[0]?.span.start ?? decl.span.end;
  return all.some(
    ({ code, span }) => code !== "FLOW5011" && span.start >= decl.span.start && span.end <= head && code !== "FLOW2012",
  );
}

function causes(other: Diagnostic, one: Diagnostic, statementOf: (one: Diagnostic) => number): boolean {
  return other.severity === "error" && !FOLLOWS_ANY.has(other.code) && statementOf(other) === statementOf(one);
}

/** What two diagnostics have in common when one mistake makes both; null where each is a mistake of its own. */
function sameCause(unit: Unit, one: Diagnostic): string | null {
  if (UNWIRED.has(one.code)) {
    const decl = declarationAt(unit, one);
    const isBare = decl?.kind === "AgentDecl" && decl.members.every(({ kind }) => kind === "ComponentDecl");
    return isBare ? `unwired ${decl.span.start}` : null;
  }
  return MISSING.has(one.code) || one.code === "FLOW3001" ? `${one.code} ${one.message}` : null;
}

/** `a1.logs` is missing where `logs` is. */
function withoutMembers({ text }: Unit, all: readonly Diagnostic[]): Diagnostic[] {
  const missing = all.filter(({ code }) => code === "FLOW2001").map(({ span }) => text.slice(span.start, span.end));
  return all.filter(({ code, span }) => code !== "FLOW2005" || !missing.includes(text.slice(span.start, span.end)));
}

/** A field whose declared type is wrong is wrong wherever it is given or read: its errors are one. */
function foldFields(unit: Unit, types: Checked["types"], all: readonly Diagnostic[]): Diagnostic[] {
  const errors = all.filter(({ code }) => FIELD_ERRORS.has(code));
  if (errors.length < ENOUGH) return [...all];
  const fields = new Map(errors.map((one) => [one, fieldsAt(unit.tree, types, one)]));
  const counts = new Map<string, number>();
  for (const field of [...fields.values()].flat()) counts.set(field, (counts.get(field) ?? 0) + 1);
  const often = [...counts].filter(([, count]) => count >= ENOUGH).toSorted(([, a], [, b]) => b - a);
  return foldBy(all, (one) => often.find(([field]) => fields.get(one)?.includes(field))?.[0] ?? null);
}

/** A type that is wrong at its declaration is wrong wherever it is used: three reports of one type are one. */
function foldTypes(all: readonly Diagnostic[]): Diagnostic[] {
  const errors = all.filter(({ severity }) => severity === "error");
  if (errors.length < ENOUGH || !errors.every(({ code }) => TYPE_ERRORS.has(code))) return [...all];
  const pairs = new Set(errors.map(differingTypes));
  return pairs.size > 1 ? [...all] : foldBy(all, ({ severity }) => (severity === "error" ? "type" : null));
}

/** The types in which the two that a message names differ: `bytes string` of `(bytes, int)[]` and `(string, int)[]`. */
function differingTypes({ message }: Diagnostic): string {
  const named = [...message.matchAll(/`([^`]*)`/g)].map(([, type = ""]): readonly string[] => type.match(/\w+/g) ?? []);
  const [left = [], right = []] = named.slice(-2);
  const differing = [...left.filter((word) => !right.includes(word)), ...right.filter((word) => !left.includes(word))];
  return differing.sort().join(" ");
}

function foldBy(all: readonly Diagnostic[], keyOf: (one: Diagnostic) => string | null): Diagnostic[] {
  const firsts = new Map<string, number>();
  const folded: Diagnostic[] = [];
  for (const one of all) {
    const key = keyOf(one);
    const at = key === null ? undefined : firsts.get(key);
    if (key !== null && at === undefined) firsts.set(key, folded.length);
    const first = at === undefined ? undefined : folded[at];
    if (at === undefined || first === undefined) folded.push(one);
    else folded[at] = fold(first, one);
  }
  return folded;
}

function fold(first: Diagnostic, second: Diagnostic): Diagnostic {
  const labels = [...(first.labels ?? [])];
  const message = second.message === first.message ? "and here" : second.message;
  const label: Label = { span: second.span, message };
  if (labels.length < MOST_LABELS) labels.push(label);
  const [one, other] = [first.fixes?.[0], second.fixes?.[0]];
  const isSame = one?.title === other?.title || first.code === "FLOW1032";
  const fixes = one === undefined || other === undefined || !isSame ? first.fixes : [joined(one, other)];
  return { ...first, labels, ...(fixes === undefined ? {} : { fixes }) };
}

/** One fix that does what both do. */
export function joined(one: Fix, other: Fix): Fix {
  return { ...one, edits: [...one.edits, ...other.edits], safe: one.safe && other.safe };
}

function declarationAt({ tree }: Unit, { span }: Diagnostic): Declaration | undefined {
  return tree.declarations.findLast((decl) => decl.span.start <= span.start);
}

/** The codes with those numbers, `FLOW2001` for 2001. */
export function codes(...numbers: readonly number[]): ReadonlySet<string> {
  return new Set(numbers.map((number) => `FLOW${number}`));
}
