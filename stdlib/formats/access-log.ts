/** Lines of access logs by the format string of the server that writes them; see `access-log.flow`. */

import { type LogPiece, splitLogFormat } from "../../grammar/log-format.ts";
import { Failure, type Fallible } from "../../runtime/contract/failure.ts";
import type { Schema } from "../../runtime/contract/schema.ts";
import { shown } from "../text/shown.ts";
import { type LogField, logFieldOf } from "./log-fields.ts";

/** What is read on its own of one line: a field with its place in the regular expression, and names for its values. */
interface Slot {
  readonly name: string;
  readonly group: number;
  readonly read: (text: string) => Fallible<unknown>;
}

/** For formats that are not known when a program is compiled, which only a program written by hand has. */
export function parseAccessLog<R>(line: string, format: string, _own: string | undefined, schema: Schema): Fallible<R> {
  return accessLogReader<R>(format, undefined, schema)(line);
}

/**
 * Reads lines of `format` into records with the fields of `schema`, which are those of the format in their order; only
 * into those of the `wanted` fields, where some are. A line has one reading or none.
 */
export function accessLogReader<R>(
  format: string,
  _own: string | undefined,
  schema: Schema,
  wanted?: readonly string[],
): (line: string) => Fallible<R> {
  const pieces = splitLogFormat(format);
  const fields = pieces.map((piece) => (piece.kind === "field" ? logFieldOf(piece) : null));
  const pattern = new RegExp(`^${patternOf(pieces, fields)}$`);
  const slots = slotsOf(fields, schema, wanted ?? null);
  return (line) => {
    const match = pattern.exec(line);
    if (match === null) return new Failure(`${shown(line)} is not a line of the format ${shown(format)}`);
    const record: Record<string, unknown> = {};
    for (const { name, group, read } of slots) {
      const value = read(match[group]!);
      if (value instanceof Failure) return value;
      record[name] = value;
    }
    return record as R;
  };
}

function slotsOf(fields: readonly (LogField | null)[], schema: Schema, wanted: readonly string[] | null): Slot[] {
  const names = schema.kind === "record" ? Object.keys(schema.fields) : [];
  const slots: Slot[] = [];
  let group = 0;
  let place = 0;
  for (const field of fields) {
    if (field === null) continue;
    group++;
    for (const read of field.values) {
      const name = names[place++] ?? "";
      // What can fail makes the line fail whatever the program asks for.
      if (wanted === null || wanted.includes(name) || field.mayFail === true) slots.push({ name, group, read });
    }
  }
  return slots;
}

/**
 * One regular expression for the line, with one way to match at most. Quotes and control characters are in no value, so
 * the line falls into stretches between them. In a stretch the end of a field shows where its value cannot hold the
 * character behind it. One field that can is found from both sides, where those behind it show their beginnings. If
 * more can, no value of the stretch may hold such a character: nothing in the line would say whose it is.
 */
function patternOf(pieces: readonly LogPiece[], fields: readonly (LogField | null)[]): string {
  let whole = "";
  for (const { from, to } of stretchesOf(pieces)) {
    const open = indexes(from, to).filter((index) => endsOf(pieces, index).some((end) => fields[index]?.mayHave(end)));
    const isFound = open.length === 0 || (open.length === 1 && indexes(open[0]! + 1, to).every(showsBeginning));
    const without = isFound ? "" : open.flatMap((index) => endsOf(pieces, index)).join("");
    for (let index = from; index < to; index++) {
      const piece = pieces[index]!;
      if (piece.kind === "text") whole += escaped(piece.text);
      else whole += `(${fields[index]!.pattern(without + leadOf(pieces[index + 1]))})`;
    }
  }
  return whole;

  function showsBeginning(index: number): boolean {
    const before = pieces[index - 1];
    return before?.kind !== "text" || fields[index]?.mayHave(before.text.at(-1)!) !== true;
  }
}

function indexes(from: number, to: number): number[] {
  return Array.from({ length: Math.max(to - from, 0) }, (_, index) => from + index);
}

/** The characters that may stand behind the piece. */
function endsOf(pieces: readonly LogPiece[], index: number): string[] {
  const next = pieces[index + 1];
  if (next === undefined || pieces[index]?.kind === "text") return [];
  if (next.kind === "text") return [next.text[0]!];
  // A query may be empty, so what follows it may follow at once.
  return next.name === "q" ? endsOf(pieces, index + 1) : [];
}

/** Pieces from one text that no value can hold to the next; such a text ends a stretch, and begins the one behind. */
function stretchesOf(pieces: readonly LogPiece[]): { from: number; to: number }[] {
  const stretches: { from: number; to: number }[] = [];
  let from = 0;
  for (const [index, piece] of pieces.entries()) {
    if (piece.kind !== "text" || ![...piece.text].some(isInNoValue)) continue;
    stretches.push({ from, to: index });
    from = index;
  }
  stretches.push({ from, to: pieces.length });
  return stretches;
}

/** With what a field begins that follows another at once: a value before it cannot have that. */
function leadOf(next: LogPiece | undefined): string {
  if (next?.kind !== "field") return "";
  return next.name === "q" ? "?" : "/";
}

function isInNoValue(character: string): boolean {
  return character === '"' || character < " ";
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}
