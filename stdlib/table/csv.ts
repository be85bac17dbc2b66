import type { Codec } from "../../runtime/codec/codec.ts";
import { hasPlainText, textCodec } from "../../runtime/codec/text.ts";
import type { Declared } from "../../runtime/contract/context.ts";
import { Failure, type Fallible } from "../../runtime/contract/failure.ts";
import type { Schema } from "../../runtime/contract/schema.ts";
import type { Table } from "../../runtime/contract/table.ts";
import { parseCsvLine } from "../csv/csv.ts";
import { type CsvOptions, csvDefaults } from "./csv.options.ts";
import { type FileRow, FileTable } from "./file-table.ts";

/** A field of a row, and how it is read from its text. */
interface Column {
  readonly name: string;
  read(text: string): Fallible<unknown>;
}

/** A table of the records of a CSV file, whose first one names the columns. */
export function csv<K, T>(options: CsvOptions<K, T>, declared: Declared): Table<K, T> {
  const filled = { ...csvDefaults, ...options };
  const { separator } = filled;
  return new FileTable(filled, declared, (text) => rowsOf<T>(text, columnsOf(declared.element), separator));
}

function columnsOf(element: Schema): readonly Column[] {
  if (element.kind !== "record") throw new Error("the rows of a CSV file are records, with a field for each column");
  return Object.entries(element.fields).map(([name, schema]) => {
    const isNullable = schema.kind === "nullable";
    const type: Schema = isNullable ? schema.type : schema;
    if (!hasPlainText(type)) {
      throw new Error(`a column has a text, and the field \`${name}\` cannot be read from one`);
    }
    const codec: Codec<unknown> = textCodec(type);
    return { name, read: (text) => (isNullable && text === "" ? null : codec.decode(text)) };
  });
}

/** The rows behind the line of names. What is wrong with all of them is a single row that failed. */
function* rowsOf<T>(text: string, columns: readonly Column[], separator: string): Generator<FileRow<T>> {
  let places: readonly number[] | null = null;
  let width = 0;
  for (const { line, record } of recordsOf(text)) {
    const fields = parseCsvLine(record, separator);
    if (fields instanceof Failure) {
      yield { line, row: fields };
      return;
    }
    if (places === null) {
      width = fields.length;
      places = columns.map(({ name }) => fields.indexOf(name));
      const missing = columns.filter((_, index) => places?.[index] === -1).map(({ name }) => `\`${name}\``);
      if (missing.length === 0) continue;
      yield { line, row: new Failure(`there is no column ${missing.join(", ")}; there is ${fields.join(", ")}`) };
      return;
    }
    yield { line, row: rowOf<T>(fields, columns, places, width) };
  }
  if (places === null) yield { line: 1, row: new Failure("there is no line with the names of the columns") };
}

function rowOf<T>(
  fields: readonly string[],
  columns: readonly Column[],
  places: readonly number[],
  width: number,
): Fallible<T> {
  if (fields.length !== width) return new Failure(`there are ${fields.length} fields in place of ${width}`);
  const row: Record<string, unknown> = {};
  for (const [index, { name, read }] of columns.entries()) {
    const value = read(fields[places[index]!]!);
    if (value instanceof Failure) return new Failure(`\`${name}\`: ${value.reason}`);
    row[name] = value;
  }
  return row as T;
}

/** The records of a text, with the line on which each begins: a line's end within quotes belongs to the field. */
function* recordsOf(text: string): Generator<{ readonly line: number; readonly record: string }> {
  const lines = text.split("\n");
  for (let begin = 0; begin < lines.length; ) {
    let end = begin;
    for (let quotes = quotesIn(lines[end]!); quotes % 2 === 1 && end + 1 < lines.length; end++) {
      quotes += quotesIn(lines[end + 1]!);
    }
    const record = lines
      .slice(begin, end + 1)
      .join("\n")
      .replace(/\r$/, "");
    if (record !== "") yield { line: begin + 1, record };
    begin = end + 1;
  }
}

function quotesIn(line: string): number {
  return line.split('"').length - 1;
}
