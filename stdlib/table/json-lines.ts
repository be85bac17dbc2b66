import { jsonReader } from "../../runtime/codec/json-reader.ts";
import type { Declared } from "../../runtime/contract/context.ts";
import type { Table } from "../../runtime/contract/table.ts";
import { FileTable } from "./file-table.ts";
import { type JsonLinesOptions, jsonLinesDefaults } from "./json-lines.options.ts";

/** A table of the JSON values on the lines of a file. */
export function jsonLines<K, T>(options: JsonLinesOptions<K, T>, declared: Declared): Table<K, T> {
  const read = jsonReader<T>(declared.element);
  return new FileTable({ ...jsonLinesDefaults, ...options }, declared, function* (text) {
    let line = 0;
    for (const one of text.split("\n")) {
      line += 1;
      if (one.trim() !== "") yield { line, row: read(one) };
    }
  });
}
